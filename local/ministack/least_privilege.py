"""What MiniStack does not tell its evaluation of IAM policies, so that rights as narrow as AWS takes them suffice here too."""

import json

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import iam

resource_of = iam_actions.extract_resource_arn
tables_of = iam_actions.dynamodb_resource_arns
tags_of = iam_actions.request_tag_context
lambda_action_of = iam_actions._lambda_action
evaluate = iam_evaluator.evaluate
enforce = iam_evaluator.enforce
read_simulation = iam._extract_simulate_params
simulate = iam._build_simulate_results_real
# Of the simulation that is being made: a request is served without a pause.
simulated_keys = {}


def named_in(body, field):
    try:
        value = json.loads(body or b"{}").get(field)
    except (ValueError, AttributeError):
        return None
    return value if isinstance(value, str) and value else None


# What Lambda's paths below a function do, where MiniStack takes one for another:
# https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
LAMBDA_ACTIONS = {
    "alias": {"GET": "GetAlias", "PUT": "UpdateAlias", "DELETE": "DeleteAlias"},
    "concurrency": {
        "GET": "GetFunctionConcurrency",
        "PUT": "PutFunctionConcurrency",
        "DELETE": "DeleteFunctionConcurrency",
    },
    "event-invoke-config": {
        "GET": "GetFunctionEventInvokeConfig",
        "PUT": "PutFunctionEventInvokeConfig",
        "POST": "UpdateFunctionEventInvokeConfig",
        "DELETE": "DeleteFunctionEventInvokeConfig",
    },
}


def lambda_action(method, path):
    parts = [part for part in path.split("/") if part]
    below = parts[3:] if parts[1:2] == ["functions"] else []
    kind = "alias" if below[:1] == ["aliases"] and len(below) > 1 else below[0] if below else None
    return LAMBDA_ACTIONS.get(kind, {}).get(method) or lambda_action_of(method, path)


def tables(body, region, account_id):
    """Operations on the tags of a table name it by its ARN: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html"""
    arn = named_in(body, "ResourceArn")
    return tables_of(body, region, account_id) or ([arn] if arn else [])


def resource(service, method, path, headers, body, query_params, region, account_id):
    found = resource_of(service, method, path, headers, body, query_params, region, account_id)
    if service == "events":
        # The ARN of a rule on the default bus leaves the bus out:
        # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
        rule = named_in(body, "Rule")
        named = f"arn:aws:events:{region}:{account_id}:rule/{rule}" if rule else None
        return named_in(body, "ResourceARN") or named or found.replace(":rule/default/", ":rule/", 1)
    if service == "lambda" and found == "*":
        # CreateFunction has the name in its body.
        name = named_in(body, "FunctionName")
        return f"arn:aws:lambda:{region}:{account_id}:function:{name}" if name else found
    if service == "sns" and found == "*":
        # Operations on tags and subscriptions.
        (arn,) = query_params.get("ResourceArn") or query_params.get("SubscriptionArn") or ["*"]
        return arn
    return found


def context(service, iam_action, body, params):
    """With the permissions boundary that a new role gets, or the role that is changed has."""
    keys = tags_of(service, iam_action, body, params)
    if service != "iam":
        return keys
    (boundary,) = params.get("PermissionsBoundary") or [None]
    if boundary is None:
        (name,) = params.get("RoleName") or [""]
        role = iam._roles.get_scoped(get_account_id(), None, name) or {}
        boundary = role.get("PermissionsBoundary")
    return {**keys, **({"iam:PermissionsBoundary": boundary} if boundary else {})}


def read_simulation_with_keys(params):
    """With the keys that a simulation is given for conditions: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ContextEntry.html"""
    simulated_keys.clear()
    while name := iam._p(params, f"ContextEntries.member.{len(simulated_keys) + 1}.ContextKeyName"):
        entry = f"ContextEntries.member.{len(simulated_keys) + 1}"
        simulated_keys[name.lower()] = iam._p(params, f"{entry}.ContextKeyValues.member.1")
    return read_simulation(params)


def simulate_with_keys(*arguments):
    try:
        return simulate(*arguments)
    finally:
        simulated_keys.clear()


def enforce_with_tags(access_key, action, service, region, resource_arn="*", service_context=None):
    """Who makes a key with tags may tag every key: https://docs.aws.amazon.com/kms/latest/developerguide/manage-tags-api.html"""
    denied = enforce(access_key, action, service, region, resource_arn, service_context)
    if denied or action != "kms:CreateKey" or "aws:TagKeys" not in (service_context or {}):
        return denied
    keys = f"arn:aws:kms:{region}:{get_account_id()}:key/*"
    return enforce(access_key, "kms:TagResource", service, region, keys, service_context)


def evaluate_with_keys(ctx, *policies, **settings):
    ctx.service_context.update(simulated_keys)
    return evaluate(ctx, *policies, **settings)


iam_evaluator.evaluate = evaluate_with_keys
iam_evaluator.enforce = enforce_with_tags
iam._extract_simulate_params = read_simulation_with_keys
iam._build_simulate_results_real = simulate_with_keys
iam_actions.extract_resource_arn = resource
iam_actions._lambda_action = lambda_action
iam_actions.dynamodb_resource_arns = tables
iam_actions.request_tag_context = context
