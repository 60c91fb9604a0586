import { Agent, request } from 'node:http';

/** What DynamoDB Local answered, as it came. */
export interface DynamoDbAnswer {
  readonly status: number;
  readonly body: string;
  readonly crc32?: string;
}

/** A DynamoDB error that a caller inside the stack did not expect. */
export class DynamoDbError extends Error {
  override readonly name = 'DynamoDbError';
  /** e.g. `ResourceNotFoundException` */
  readonly code: string;

  constructor(operation: string, code: string, message: string) {
    super(`${operation} failed: ${code}: ${message}`);
    this.code = code;
  }
}

/** Speaks DynamoDB's JSON protocol to DynamoDB Local over kept-alive connections. */
export interface DynamoDbConnection {
  readonly port: number;
  /** Sends a body to an operation (`DynamoDB_20120810.GetItem`) and hands back the answer unread. */
  send(target: string, body: string): Promise<DynamoDbAnswer>;
  /** Calls an operation; rejects with `DynamoDbError` unless it succeeds. */
  call(target: string, input: unknown): Promise<unknown>;
  close(): void;
}

/** DynamoDB Local wants to see a signature but does not verify it. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=local/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00';

export function dynamoDbConnection(port: number): DynamoDbConnection {
  const agent = new Agent({ keepAlive: true });

  function send(target: string, body: string): Promise<DynamoDbAnswer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent,
          host: '127.0.0.1',
          port,
          method: 'POST',
          headers: {
            authorization: AUTHORIZATION,
            'content-type': 'application/x-amz-json-1.0',
            'content-length': Buffer.byteLength(body),
            'x-amz-target': target,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const crc32 = response.headers['x-amz-crc32'];
            resolve({
              status: response.statusCode ?? 500,
              body: Buffer.concat(chunks).toString('utf8'),
              ...(typeof crc32 === 'string' ? { crc32 } : {}),
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  return {
    port,
    send,
    async call(target, input) {
      const { status, body } = await send(target, JSON.stringify(input));
      const parsed: unknown = JSON.parse(body);
      if (status === 200) return parsed;
      throw new DynamoDbError(target, ...errorOf(parsed));
    },
    close: () => agent.destroy(),
  };
}

/** The code and message of an AWS JSON error body. */
export function errorOf(body: unknown): [code: string, message: string] {
  const fields = new Map(typeof body === 'object' && body !== null ? Object.entries(body) : []);
  const type = String(fields.get('__type') ?? 'UnknownError');
  return [type.split('#').at(-1) ?? type, String(fields.get('message') ?? fields.get('Message') ?? '')];
}
