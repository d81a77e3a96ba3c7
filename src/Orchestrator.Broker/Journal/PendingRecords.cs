using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Journal;

/// <summary>
/// Administration commands run beside the serving process, and a log has one writer. So they leave their observations in the store,
/// in the transaction of the change itself, and the serving process moves them into the log.
/// </summary>
internal static class PendingRecords
{
    /// <summary>What may wait. A new kind goes in here.</summary>
    private static readonly FrozenDictionary<string, Type> Kinds = new[]
    {
        typeof(AccountObservations.AccountAdded),
        typeof(AccountObservations.AccountApproved),
        typeof(AccountObservations.AccountActivated),
        typeof(AccountObservations.AccountReset),
        typeof(AccountObservations.AccountDisabled),
        typeof(AccountObservations.AccountUnlocked),
        typeof(AccountObservations.AccountLocked),
        typeof(AccountObservations.RoleChanged),
        typeof(AccountObservations.ConsoleRequested),
        typeof(AccountObservations.ConsoleApproved),
        typeof(AccountObservations.ConsoleRevoked),
        typeof(AccountObservations.RecoveryCodeUsed),
        typeof(AdministrationObservations.CourseAdded),
        typeof(AdministrationObservations.CourseRetired),
        typeof(AdministrationObservations.TrainingRecorded),
        typeof(AdministrationObservations.PolicyInstalled),
        typeof(AdministrationObservations.EvidenceExported),
        typeof(AdministrationObservations.ErasureRequested),
        typeof(AdministrationObservations.TextsErased),
        typeof(ReviewObservations.ReviewSigned),
        typeof(BrokerObservations.SignInsFailed),
        typeof(BrokerObservations.TailRecovered),
        typeof(BrokerObservations.SignedForkSeen),
        typeof(WitnessObservations.WitnessAdded),
        typeof(WitnessObservations.WitnessRemoved),
    }.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);

    // A session's number is read back by its own rules: without this it would come back as nothing.
    private static readonly JsonSerializerOptions Json = new() { Converters = { new SessionNumberJson() } };

    public static PendingRecordRow Row(TimeProvider time, BrokerObservation observation) => new()
    {
        MadeAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        Kind = observation.GetType().Name,
        Content = JsonSerializer.Serialize(observation, observation.GetType(), Json),
    };

    /// <exception cref="BrokerException">The row isn't one that this program wrote.</exception>
    public static BrokerObservation Read(PendingRecordRow row)
    {
        try
        {
            return Kinds.TryGetValue(row.Kind, out var kind) && JsonSerializer.Deserialize(row.Content, kind, Json) is BrokerObservation observation
                ? observation
                : throw Damaged(row, null);
        }
        catch (JsonException e)
        {
            throw Damaged(row, e);
        }
    }

    private sealed class SessionNumberJson : JsonConverter<SessionNumber>
    {
        public override SessionNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            SessionNumber.TryParse(reader.GetString(), out var number) ? number : throw new JsonException("Not a session's number.");

        public override void Write(Utf8JsonWriter writer, SessionNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private static BrokerException Damaged(PendingRecordRow row, Exception? cause) => new(
        ExitCode.DataFolder, $"The waiting record {row.Id} in the store can't be read. Restore the store from a backup.", cause ?? new FormatException(row.Kind));
}
