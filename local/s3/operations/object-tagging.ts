import { emptyAnswer, type S3Answer, xmlAnswer } from '../answer.ts';
import type { S3Call } from '../call.ts';
import type { Tags } from '../store/stored.ts';
import { storedObject } from '../stored-object.ts';
import { readTagging } from '../tags.ts';

const MOST_BYTES = 64 * 1024;

/** `GetObjectTagging` */
export function getObjectTagging(call: S3Call): S3Answer {
  const { tags } = storedObject(call).attributes;
  return xmlAnswer('Tagging', [
    [
      'TagSet',
      tags.map(([key, value]) => [
        'Tag',
        [
          ['Key', key],
          ['Value', value],
        ],
      ]),
    ],
  ]);
}

/** `PutObjectTagging`: the tags given replace all there were. */
export async function putObjectTagging(call: S3Call): Promise<S3Answer> {
  const tags = readTagging(await call.receiveText(MOST_BYTES));
  await replaceTags(call, tags);
  return emptyAnswer(200);
}

/** `DeleteObjectTagging` */
export async function deleteObjectTagging(call: S3Call): Promise<S3Answer> {
  await replaceTags(call, []);
  return emptyAnswer(204);
}

async function replaceTags(call: S3Call, tags: Tags): Promise<void> {
  const object = storedObject(call);
  call.bucket.store.objects.put({
    ...object,
    attributes: { ...object.attributes, tags: tags.map(([key, value]) => [key, value]) },
  });
}
