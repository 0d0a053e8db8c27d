/** Source of a function that logs what it was invoked with; a record of `poison` fails, and an event that says so. */
export const COLLECTOR = `
exports.handler = async (event) => {
  console.log('got', JSON.stringify(event));
  const poison = (event.Records ?? []).find((record) => record.dynamodb?.Keys.pk.S === 'poison');
  if (poison) return { batchItemFailures: [{ itemIdentifier: poison.dynamodb.SequenceNumber }] };
  if (event.fail) throw Object.assign(new Error('no such version'), { name: 'VersionConflict' });
  return { saw: event };
};
`;
