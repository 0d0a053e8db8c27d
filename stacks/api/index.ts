import { escapeForTerraform } from '@blueprint/asl';
import { operations } from '@blueprint/lambdas/api/operations';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { HttpApi } from '../constructs/http-api';
import { NodeFunction } from '../constructs/node-function';
import type { Storage } from '../storage-outputs';

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
    const key = 'api/openapi.json';
    const target = this.createFunction(assets.name, assets.arn, key);
    this.http.serve(target, operations);
    new S3Object(this, 'openapi', {
      bucket: assets.name,
      key,
      contentType: 'application/json',
      content: escapeForTerraform(JSON.stringify(this.http.openApi)),
    });
  }

  private createFunction(bucket: string, bucketArn: string, key: string): NodeFunction {
    const { storage, bundles } = this.props;
    const { env } = EnvironmentStack.of(this);
    const stack = EnvironmentStack.of(this);
    return new NodeFunction(this, 'functions', {
      path: 'api/http',
      bundles,
      codeBucket: storage.assets.name,
      keyArn: storage.keyArn,
      environment: {
        ASSETS_BUCKET: bucket,
        OPENAPI_KEY: key,
        TENANT_CLAIM: env.api.jwt.tenantClaim,
        MACHINES_ARN: stack.arn('states', `stateMachine:${stack.resourceName('')}`),
      },
      grants: [
        { Sid: 'OpenApi', Action: ['s3:GetObject'], Resource: [`${bucketArn}/${key}`] },
        {
          Sid: 'Executions',
          Action: ['states:DescribeExecution'],
          Resource: [stack.arn('states', `execution:${stack.resourceName('*')}:*`)],
        },
      ],
    });
  }
}
