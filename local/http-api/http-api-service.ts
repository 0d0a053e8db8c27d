import type { LocalRequest, LocalResponse } from '../endpoint/http';
import type { LogWriter } from '../logs/log-writer';
import type { MetricWriter } from '../metrics/metric-writer';
import { accessLog } from './access-log';
import { HttpApis } from './apis';
import { IssuerKeys, type KnownIssuers } from './authorization/issuer-keys';
import { ApiGatewayControlPlane, type ControlPlaneOptions } from './control-plane/control-plane';
import { ResourceFields } from './control-plane/resource-fields';
import { type GatewayParts, HttpApiGateway } from './gateway';
import { gatewayMetrics } from './gateway-metrics';
import { Throttle } from './throttle';

type Surroundings = Pick<
  GatewayParts,
  | 'sessions'
  | 'authorizer'
  | 'roleTrust'
  | 'host'
  | 'functions'
  | 'endpoint'
  | 'clock'
  | 'region'
  | 'accountId'
  | 'logger'
>;

export interface HttpApiServiceOptions extends Surroundings, Pick<ControlPlaneOptions, 'client'> {
  forward(request: LocalRequest): Promise<LocalResponse>;
  /** Of the endpoint: `http://127.0.0.1:<port>` */
  url: string;
  issuers: KnownIssuers | undefined;
  logs: Pick<LogWriter, 'write'>;
  metrics: Pick<MetricWriter, 'write'>;
}

/** HTTP APIs: the API by which they are made, and the gateway that serves them. */
export function httpApiService(options: HttpApiServiceOptions) {
  const { client, forward, url, region, clock, logs, metrics, issuers } = options;
  const controlPlane: ApiGatewayControlPlane = new ApiGatewayControlPlane({
    client,
    forward,
    fields: new ResourceFields(url),
    region,
    onChange: () => apis.forget(),
  });
  const apis = new HttpApis((path) => controlPlane.read(path));
  const gateway = new HttpApiGateway({
    ...options,
    apis,
    throttle: new Throttle(clock),
    issuerKeys: new IssuerKeys(issuers),
    writeAccessLog: accessLog(logs),
    measure: gatewayMetrics(metrics),
  });
  return { controlPlane, gateway };
}
