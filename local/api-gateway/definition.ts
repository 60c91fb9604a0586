import * as z from 'zod/mini';

/** One resource of the template after intrinsic functions were resolved; `ref` is what `Ref` gives. */
export interface ResolvedResource {
  readonly ref: string;
  readonly type: string;
  readonly properties: unknown;
}

const Origins = z.array(z.string());

const Cors = z.object({
  AllowOrigins: z.optional(Origins),
  AllowMethods: z.optional(z.array(z.string())),
  AllowHeaders: z.optional(z.array(z.string())),
  ExposeHeaders: z.optional(z.array(z.string())),
  MaxAge: z.optional(z.coerce.number()),
  AllowCredentials: z.optional(z.boolean()),
});

const Api = z.object({
  Name: z.optional(z.string()),
  ProtocolType: z.literal('HTTP'),
  CorsConfiguration: z.optional(Cors),
});

const Stage = z.object({ ApiId: z.string(), StageName: z.string() });

const Integration = z.object({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.optional(z.coerce.number()),
});

const Authorizer = z.object({
  ApiId: z.string(),
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.array(z.string()),
  JwtConfiguration: z.object({ Issuer: z.string(), Audience: z.array(z.string()) }),
});

const Route = z.object({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.optional(z.enum(['NONE', 'JWT'])),
  AuthorizerId: z.optional(z.string()),
  AuthorizationScopes: z.optional(z.array(z.string())),
});

/** The CORS part of an API, as `AWS::ApiGatewayV2::Api CorsConfiguration` says it. */
export type CorsConfiguration = z.infer<typeof Cors>;

/** Who issues the tokens of a route and for whom. */
export interface JwtAuthorizer {
  readonly issuer: string;
  readonly audience: readonly string[];
}

/** One route with everything needed to answer it. */
export interface ApiRoute {
  readonly routeKey: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authorizer?: JwtAuthorizer;
  readonly scopes: readonly string[];
}

/** An HTTP API as the template declares it. */
export interface HttpApiDefinition {
  readonly apiId: string;
  readonly stage: string;
  readonly cors?: CorsConfiguration;
  readonly routes: readonly ApiRoute[];
}

/** The longest an HTTP API waits for an integration (AWS: 30 s, not raisable). */
const MAX_INTEGRATION_MS = 30_000;

/**
 * Reads the one HTTP API of a template from its resolved `AWS::ApiGatewayV2::*` resources.
 *
 * Throws when there is none or more than one, when a property asks for something this gateway does not do
 * (WebSocket APIs, HTTP integrations, payload 1.0, Lambda authorisers, named stages), or when a route points
 * at nothing: what cannot run here must not look as if it did.
 */
export function readHttpApi(resources: Iterable<ResolvedResource>): HttpApiDefinition {
  const all = [...resources];
  const ofType = (name: string) => all.filter(({ type }) => type === `AWS::ApiGatewayV2::${name}`);
  const [api, ...others] = ofType('Api');
  if (api === undefined || others.length > 0) {
    throw new Error(`The template must declare exactly one HTTP API; it declares ${ofType('Api').length}.`);
  }
  const { CorsConfiguration: cors } = parse(Api, api);
  const stages = ofType('Stage').map((stage) => parse(Stage, stage));
  const [stage, ...moreStages] = stages;
  if (stage?.StageName !== '$default' || moreStages.length > 0) {
    throw new Error('The HTTP API must have exactly one stage, $default.');
  }
  const integrations = new Map(ofType('Integration').map((it) => [it.ref, parse(Integration, it)]));
  const authorizers = new Map(ofType('Authorizer').map((it) => [it.ref, parse(Authorizer, it)]));
  return {
    apiId: api.ref,
    stage: stage.StageName,
    ...(cors === undefined ? {} : { cors }),
    routes: ofType('Route').map((resource) => {
      const route = parse(Route, resource);
      const integration = integrations.get(route.Target.replace(/^integrations\//, ''));
      if (integration === undefined) throw new Error(`Route ${route.RouteKey} has no integration.`);
      const base = {
        routeKey: route.RouteKey,
        functionArn: functionArnOf(integration.IntegrationUri),
        timeoutMs: Math.min(integration.TimeoutInMillis ?? MAX_INTEGRATION_MS, MAX_INTEGRATION_MS),
        scopes: route.AuthorizationScopes ?? [],
      };
      if (route.AuthorizationType !== 'JWT') return base;
      const authorizer = authorizers.get(route.AuthorizerId ?? '');
      if (authorizer === undefined) throw new Error(`Route ${route.RouteKey} has no authoriser.`);
      if (authorizer.IdentitySource.join() !== '$request.header.Authorization') {
        throw new Error(
          `Route ${route.RouteKey} takes its token from elsewhere than the Authorization header.`,
        );
      }
      const { Issuer: issuer, Audience: audience } = authorizer.JwtConfiguration;
      return { ...base, authorizer: { issuer, audience } };
    }),
  };
}

function parse<S extends z.ZodMiniType>(schema: S, { ref, type, properties }: ResolvedResource): z.output<S> {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  throw new Error(`${type} ${ref} cannot run here: ${z.prettifyError(parsed.error)}`);
}

/** An integration names its function plainly or wrapped as `arn:aws:apigateway:...:path/.../functions/<arn>/invocations`. */
function functionArnOf(uri: string): string {
  return /\/functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
}
