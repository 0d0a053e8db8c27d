/** Of the library and of the CLI: they are released together. */
export const CDKTN_VERSION = '0.24.0';

/** Of the bindings for Terraform's AWS provider. */
export const PROVIDER_BINDINGS = '25.7.0';

/**
 * The packages of the fork in versions that go together: the provider's bindings ask for this cdktn, and cdktn-cli brings this
 * constructs; any other would be installed a second time, and the constructs of one are none to the other.
 */
export const PACKAGES: Readonly<Record<string, { readonly name: string; readonly version: string }>> = {
  cdktf: { name: 'cdktn', version: CDKTN_VERSION },
  'cdktf-cli': { name: 'cdktn-cli', version: CDKTN_VERSION },
  '@cdktf/provider-aws': { name: '@cdktn/provider-aws', version: PROVIDER_BINDINGS },
  constructs: { name: 'constructs', version: '10.6.0' },
};

/** The AWS provider that those bindings were generated from. No version of them is for provider 5. */
export const PROVIDER_VERSION = '6.66.0';

/** What cdktn-cli asks for in its `engines`. */
export const NODE_VERSION = '22.19';
