"""Keeps which rights of roles were used, and writes all of them to a file at the end."""

import atexit
import json

from ministack.core import iam_evaluator
from ministack.services import iam

gather_role_policies = iam_evaluator._gather_role_policies
evaluate = iam_evaluator.evaluate

# A right is a role, an action and a resource, as the role's policies name them.
used = set()


def policies_of_role(role, account):
    """Statements that know whose they are, unlike those of users and of resources, which are evaluated, too."""
    policies = gather_role_policies(role, account)
    for statements in policies:
        for statement in statements:
            statement.role = role
    return policies


def noted(context, policies, *limits):
    """Every decision goes through here: that on a request, and that on a question of ours before we serve one ourselves."""
    result = evaluate(context, policies, *limits)
    if result.decision == "Allow":
        for statements in policies:
            for statement in statements:
                if statement.effect == "Allow" and hasattr(statement, "role"):
                    note(statement, context)
    return result


def note(statement, context):
    matches = iam_evaluator._action_matches
    for action in statement.actions:
        unused = [one for one in statement.resources if (statement.role, action, one) not in used]
        if not unused or not matches(context.action, [action], []):
            continue
        if not iam_evaluator._conditions_met(statement.conditions, context):
            return
        for resource in unused:
            if iam_evaluator._resource_matches(context.resource_arn, [resource], []):
                used.add((statement.role, action, resource))


def rights():
    """Those of every role that there is."""
    for (account, role), _ in sorted(iam._roles._data.items()):
        for statements in gather_role_policies(role, account):
            for statement in statements:
                for action in statement.actions if statement.effect == "Allow" else []:
                    for resource in statement.resources:
                        yield role, action, resource


def write(file):
    with open(file, "w", encoding="utf-8") as target:
        fields = ("role", "action", "resource")
        found = [{**dict(zip(fields, one)), "used": one in used} for one in sorted(set(rights()))]
        json.dump(found, target, indent=1)


def keep(file):
    """Begins to keep, and writes to the file when the process ends."""
    iam_evaluator._gather_role_policies = policies_of_role
    iam_evaluator.evaluate = noted
    atexit.register(write, file)
