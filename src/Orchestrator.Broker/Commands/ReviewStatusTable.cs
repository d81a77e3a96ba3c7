using System.Globalization;
using Orchestrator.Broker.Reviews;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Commands;

/// <summary>The output of <c>audit review --status</c>.</summary>
internal static class ReviewStatusTable
{
    public static async Task<int> WriteAsync(CommandIo io, DataFolder folder, BrokerStore store, SessionNumber? session, bool json, CancellationToken cancellationToken)
    {
        var lines = await ReviewStatus.ReadAsync(folder, store, io.Time, session, cancellationToken);
        if (session is not null && lines.Count == 0)
        {
            throw new BrokerException(ExitCode.NotFound, $"The broker has no records of session {session}.");
        }

        if (json)
        {
            CommonOptions.WriteJson(io, lines);
        }
        else
        {
            CommonOptions.WriteTable(io, ["WHAT", "STATE", "BY", "AT", "COVERS", "AFTER", "RECORD"], lines.Select(Row));
        }

        return lines.Any(line => line.State == ReviewStatus.Differs) ? 1 : 0;
    }

    private static string[] Row(ReviewLine line) =>
    [
        line.Session is { } session ? $"session {session}" : Number($"records {line.First} to {line.Last}"),
        line.State, line.PrintedName, line.SignedAt, Number($"{line.Before}"), Number($"{line.After}"), line.Record is { } record ? Number($"{record}") : "",
    ];

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
