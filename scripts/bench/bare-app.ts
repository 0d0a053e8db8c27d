import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { App, TerraformStack } from 'cdktf';

/** The least that a cdktf app can be: what the synthesis of the real stacks is measured against. */
const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, 'bare');
new AwsProvider(stack, 'aws', { region: 'ap-northeast-1' });
new SqsQueue(stack, 'queue', { name: 'bare' });
app.synth();
