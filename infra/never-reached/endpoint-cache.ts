/**
 * Takes the place of `@aws-sdk/endpoint-cache` in every bundle: it remembers endpoints that DynamoDB was asked for, and
 * DynamoDB is not asked, since no function turns endpoint discovery on.
 */
export class EndpointCache {}
