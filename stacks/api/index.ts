import { escapeForTerraform } from '@blueprint/asl';
import { operations } from '@blueprint/lambdas/api/operations';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { Alarm } from '../constructs/alarm';
import { EnvironmentStack } from '../constructs/environment-stack';
import { HttpApi } from '../constructs/http-api';
import { HttpFunction } from '../constructs/http-function';
import type { Storage } from '../storage-outputs';

/** Where the document lies, beside the functions' code. */
const OPENAPI_KEY = 'api/openapi.json';

export interface ApiProps {
  readonly storage: Storage;
  /** Folder of the function bundles. */
  readonly bundles: string;
}

/** The HTTP API that workflows add their routes to, and what it tells of itself and of executions. */
export class Api extends Construct {
  readonly http: HttpApi;

  constructor(
    scope: Construct,
    private readonly props: ApiProps,
  ) {
    super(scope, 'api');
    this.http = new HttpApi(this, 'http', { name: 'api', keyArn: props.storage.keyArn });
    new TerraformOutput(EnvironmentStack.of(this), 'api_url', { value: this.http.url });
  }

  /** Adds the routes that describe the others. To be called when all of them are there. */
  complete(): void {
    const { assets } = this.props.storage;
    this.createFunction();
    new S3Object(this, 'openapi', {
      bucket: assets.name,
      key: OPENAPI_KEY,
      contentType: 'application/json',
      content: escapeForTerraform(JSON.stringify(this.http.openApi)),
    });
    if (EnvironmentStack.of(this).env.alarms.enabled) this.watch();
  }

  private createFunction(): void {
    const { storage, bundles } = this.props;
    const stack = EnvironmentStack.of(this);
    new HttpFunction(this, 'functions', {
      path: 'api/http',
      bundles,
      codeBucket: storage.assets.name,
      keyArn: storage.keyArn,
      environment: {
        ASSETS_BUCKET: storage.assets.name,
        OPENAPI_KEY,
        MACHINES_ARN: stack.arn('states', `stateMachine:${stack.resourceName('')}`),
      },
      grants: [
        { Sid: 'OpenApi', Action: ['s3:GetObject'], Resource: [`${storage.assets.arn}/${OPENAPI_KEY}`] },
        {
          Sid: 'Executions',
          Action: ['states:DescribeExecution'],
          Resource: [stack.arn('states', `execution:${stack.resourceName('*')}:*`)],
        },
      ],
      api: this.http,
      operations,
    });
  }

  /**
   * Handlers answer what they did not foresee with 500, and so have no errors that the alarms on functions could see.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
   */
  private watch(): void {
    new Alarm(this, 'server-errors', {
      name: 'api-5xx',
      description:
        'Requests failed. The access log names them, and the logs of the functions say why, under the same ids.',
      namespace: 'AWS/ApiGateway',
      metric: '5xx',
      dimensions: { ApiId: this.http.id },
      statistic: 'Sum',
      threshold: EnvironmentStack.of(this).env.alarms.thresholds.functionErrors,
    });
  }
}
