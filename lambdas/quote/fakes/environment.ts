import '../../fakes/environment';

/** Variables of this workflow's functions under test. Import this first. */
Object.assign(process.env, { TENANT_CLAIM: 'tenant' });
