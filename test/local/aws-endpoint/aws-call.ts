/** Calls an operation of an AWS JSON service as the AWS SDK would, and hands back the answer as it came. */
export async function awsCall(
  endpoint: { url: string; accessKeyId: string },
  target: string,
  input: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(endpoint.url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${endpoint.accessKeyId}/20260302/us-east-1/any/aws4_request`,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
    },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: await response.json() };
}
