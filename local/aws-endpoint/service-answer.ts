/** The HTTP answer of a service behind the endpoint. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer of an AWS JSON service. */
export function jsonAnswer(status: number, body: unknown): ServiceAnswer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
}

/** An error of an AWS JSON service; the SDK makes `code` the name of what it throws. */
export function jsonError(code: string, message: string, status = 400): ServiceAnswer {
  const { headers, body } = jsonAnswer(status, { __type: code, message });
  return { status, headers: { ...headers, 'x-amzn-errortype': code }, body };
}
