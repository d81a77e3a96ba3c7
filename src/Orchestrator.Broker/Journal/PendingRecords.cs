using System.Text.Json;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Journal;

/// <summary>
/// Administration commands run beside the serving process, and a log has one writer. So they leave their observations in the store,
/// in the transaction of the change itself, and the serving process moves them into the log.
/// </summary>
internal static class PendingRecords
{
    public static PendingRecordRow Row(TimeProvider time, BrokerObservation observation) => new()
    {
        MadeAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        Kind = observation.GetType().Name,
        Content = JsonSerializer.Serialize(observation, observation.GetType()),
    };

    /// <exception cref="BrokerException">The row isn't one that this program wrote.</exception>
    public static BrokerObservation Read(PendingRecordRow row)
    {
        try
        {
            return (row.Kind switch
            {
                nameof(AdministrationObservations.AccountAdded) => Parse<AdministrationObservations.AccountAdded>(row),
                nameof(AdministrationObservations.AccountDisabled) => Parse<AdministrationObservations.AccountDisabled>(row),
                nameof(AdministrationObservations.AccountUnlocked) => Parse<AdministrationObservations.AccountUnlocked>(row),
                nameof(AdministrationObservations.CourseAdded) => Parse<AdministrationObservations.CourseAdded>(row),
                nameof(AdministrationObservations.CourseRetired) => Parse<AdministrationObservations.CourseRetired>(row),
                nameof(AdministrationObservations.TrainingRecorded) => Parse<AdministrationObservations.TrainingRecorded>(row),
                _ => null,
            }) ?? throw Damaged(row, null);
        }
        catch (JsonException e)
        {
            throw Damaged(row, e);
        }
    }

    private static BrokerObservation? Parse<T>(PendingRecordRow row)
        where T : BrokerObservation => JsonSerializer.Deserialize<T>(row.Content);

    private static BrokerException Damaged(PendingRecordRow row, Exception? cause) => new(
        ExitCode.DataFolder, $"The waiting record {row.Id} in the store can't be read. Restore the store from a backup.", cause ?? new FormatException(row.Kind));
}
