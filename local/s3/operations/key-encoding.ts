import { S3Error } from '../s3-error.ts';
import { uriEncode } from '../signature/uri-encode.ts';

/**
 * How keys are written into a listing: as they are, or percent-encoded (`encoding-type=url`) for those that XML
 * cannot carry. S3 then writes a space as `+`, as in a form.
 */
export function encodedAs(encodingType: string | undefined): (key: string) => string {
  if (encodingType === undefined || encodingType === '') return (key) => key;
  if (encodingType === 'url') return (key) => uriEncode(key, 'path').replaceAll('%20', '+');
  throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request', {
    ArgumentName: 'encoding-type',
    ArgumentValue: encodingType,
  });
}
