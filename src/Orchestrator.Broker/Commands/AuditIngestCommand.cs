using System.CommandLine;
using System.Globalization;
using Orchestrator.Actors.Links;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Runs;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Commands;

/// <summary>
/// <c>audit ingest</c>: a run's folder that somebody brought, instead of a delivery over a link. It takes no proof of a person: what counts is what the
/// run's log key signed.
/// </summary>
internal static class AuditIngestCommand
{
    private const int CouldNot = 2;
    private const int PartRecords = 100_000;
    private const long PartBytes = 256L << 20;

    public static Command Create(CommandIo io)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Folder of one run's log, as QuickSupport left it (run-…)." };
        var data = CommonOptions.Data();
        var json = CommonOptions.AsJson();
        var command = new Command("ingest", "Take over what a run's log has and the broker hasn't. May run while the broker serves. Exit 0: the broker has all that the run signed; 1: something wasn't taken; 2: couldn't be tried.") { folder, data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                var report = await IngestAsync(io, result.GetRequiredValue(folder), result.GetRequiredValue(data), cancellationToken);
                if (result.GetValue(json))
                {
                    CommonOptions.WriteJson(io, report);
                }
                else
                {
                    Write(io, report);
                }

                return report.Code.Length == 0 ? 0 : 1;
            }
            catch (BrokerException e)
            {
                io.Error.WriteLine(e.Message);
                return CouldNot;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                io.Error.WriteLine($"The folder can't be read: {e.Message} Copy it to where this user may read it.");
                return CouldNot;
            }
        });
        return command;
    }

    private static async Task<IngestReport> IngestAsync(CommandIo io, string folder, string data, CancellationToken cancellationToken)
    {
        var run = EarlierRun.Open(folder) ?? throw new BrokerException(ExitCode.DataFolder, $"{folder} isn't the folder of a run's log. Name the whole folder run-…, with records.jsonl, checkpoints and log.vkey.");
        if (run.Session is not { } session)
        {
            throw new BrokerException(ExitCode.Refused, $"The run in {folder} never had a session: there is nothing in its log that a broker would want.");
        }

        var report = new IngestReport(folder, session.ToString(), run.Key.Name, run.Records, run.Signed, run.Records - run.Signed);
        if (run.Tampered)
        {
            return report with { Code = TailDelivery.Tampered, Sentence = "Its records aren't those that it signed. Keep the folder as it is and tell the auditor." };
        }

        var place = DataFolder.At(data);
        var evidence = await BrokerEvidence.OpenAsync(place.Root, cancellationToken);
        var claims = new ClaimStore(await BrokerStore.OpenAsync(place.Database, cancellationToken), io.Time);
        var runs = new RecoveredRuns(await BrokerStore.OpenAsync(place.Database, cancellationToken), io.Time, _ => { });
        var known = await runs.KnownAsync(session, run.Key.Name, "", cancellationToken);
        if (!known.IsGood)
        {
            return report.With(known);
        }

        if (evidence.Observed(session) is { SawEnd: false, RecordedMissingEnd: false })
        {
            throw new BrokerException(
                ExitCode.Refused, $"For the broker session {session} isn't over: its log has neither END nor MISSING END. It runs, or the broker was stopped within it; then start the broker once, which closes it, and try again.");
        }

        return await DeliverAsync(run, session, runs, claims, report with { Before = known.Next }, known.Next, cancellationToken);
    }

    private static async Task<IngestReport> DeliverAsync(
        EarlierRun run, SessionNumber session, RecoveredRuns runs, ClaimStore claims, IngestReport report, long next, CancellationToken cancellationToken)
    {
        var first = next;
        if (run.NewestUpTo(next) is { } held && await StoreAsync(held.Note, [], next) is { IsGood: false } fork)
        {
            var place = fork.Code == TailCodes.Fork ? await FirstDifferenceAsync(run, session, claims, cancellationToken) : null;
            return report.With(fork) with { DiffersAt = place };
        }

        while (next < run.Signed)
        {
            if (run.NextPart(next, PartRecords, PartBytes) is not { } part)
            {
                throw new BrokerException(ExitCode.Refused, $"Behind record {next} more lies between two checkpoints than this program takes at once.");
            }

            var lines = run.Read(next).Take((int)(part.Checkpoint.Size - next)).ToList();
            var answer = await StoreAsync(part.Note, lines, next);
            if (!answer.IsGood)
            {
                return report.With(answer) with { Stored = next - first };
            }

            next = answer.Next;
        }

        return report with { Stored = next - first };

        Task<RecoveryAnswer> StoreAsync(ReadOnlyMemory<byte> note, IReadOnlyList<ReadOnlyMemory<byte>> lines, long from) => runs.StoreAsync(
            new RecoveredPart(session, run.Key.Name, from, lines, note, run.Signed, run.Records - run.Signed, $"by hand, {Environment.UserName}"), cancellationToken);
    }

    private static async Task<long?> FirstDifferenceAsync(EarlierRun run, SessionNumber session, ClaimStore claims, CancellationToken cancellationToken)
    {
        using var own = run.Read(0).GetEnumerator();
        var sequence = 0L;
        await foreach (var claim in claims.ReadAsync(session, cancellationToken))
        {
            if (!own.MoveNext() || !own.Current.Span.SequenceEqual(claim.Span))
            {
                return sequence;
            }

            sequence++;
        }

        return null;
    }

    private static void Write(CommandIo io, IngestReport report)
    {
        io.Output.WriteLine($"run          {report.Origin}");
        io.Output.WriteLine($"session      {report.Session}");
        io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"on the disk  {report.Records} records, {report.Signed} of them signed"));
        io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"broker had   {report.Before}"));
        io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"new          {report.Stored}"));
        if (report.Unsigned > 0)
        {
            io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"not taken    {report.Unsigned} behind the last checkpoint: nobody's signature covers them. Keep the folder; `audit diff --run` reads them."));
        }

        if (report.DiffersAt is { } place)
        {
            io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"differs at   record {place}"));
        }

        io.Output.WriteLine(report.Code.Length == 0
            ? "result       The broker has all that the run signed."
            : $"result       Not taken ({report.Code}): {report.Sentence}");
    }

    /// <summary>What a folder had and what became of it.</summary>
    private sealed record IngestReport(string Folder, string Session, string Origin, long Records, long Signed, long Unsigned)
    {
        /// <summary>Records that the broker had before.</summary>
        public long Before { get; init; }

        /// <summary>Records that it has got now.</summary>
        public long Stored { get; init; }

        /// <summary>Where claims and log differ first, when that was looked for.</summary>
        public long? DiffersAt { get; init; }

        /// <summary>Empty, or why not everything was taken.</summary>
        public string Code { get; init; } = "";

        /// <summary>Empty, or the same in words.</summary>
        public string Sentence { get; init; } = "";

        public IngestReport With(RecoveryAnswer answer) => this with { Code = answer.Code, Sentence = answer.Sentence };
    }
}
