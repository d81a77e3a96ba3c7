using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Runs;

/// <summary>What a run's log is started with.</summary>
public sealed class RunLogOptions
{
    /// <summary>Folder of all runs on this disk.</summary>
    public required string Root { get; init; }

    /// <summary>The vendor's domain: first half of the origin.</summary>
    public required string Domain { get; init; }

    /// <summary>The run's id: 32 lower-case hex digits, drawn for this run.</summary>
    public required string RunId { get; init; }

    /// <summary>The run's log key.</summary>
    public required Ed25519Key Key { get; init; }

    /// <summary>The only clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>What the first records have in common.</summary>
    public required RecordContext Context { get; init; }

    /// <summary>Who writes the log's own records.</summary>
    public required RecordActor Self { get; init; }

    /// <summary>Verifier key of the witness that the site expects; null where it expects none.</summary>
    public string? Witness { get; init; }

    /// <summary>Called with each new checkpoint.</summary>
    public Action<SignedCheckpoint>? OnCheckpoint { get; init; }

    /// <summary>Opens the log's files; tests crash here.</summary>
    internal Func<string, ILogFile> OpenFile { get; init; } = path => new AppendOnlyFile(path);

    /// <summary>Called with each record once it is on the disk, the log's own records too, in order; see <see cref="EvidenceLogOptions.OnDurable"/>.</summary>
    public Action<long, ReadOnlyMemory<byte>>? OnDurable { get; init; }
}

/// <summary>
/// The log of one run. Its first record names the last checkpoint of the run before it on that disk, or says that there is
/// none, so that a deleted run leaves a hole in the chain.
/// </summary>
public static class RunLog
{
    /// <summary>Origin of a run's log.</summary>
    public static string Origin(string domain, string runId) => $"{domain}/run/{runId}";

    /// <summary>Makes the folder, opens the log, writes and signs its first record.</summary>
    /// <exception cref="EvidenceLogException">It can't be written: no session may start.</exception>
    public static async ValueTask<RecordLog> StartAsync(RunLogOptions options, CancellationToken cancellationToken = default)
    {
        if (options.RunId.Length != 32 || !options.RunId.All(char.IsAsciiHexDigitLower))
            throw new ArgumentException("A run's id has 32 lower-case hex digits.", nameof(options));
        var previous = PreviousRun.Find(options.Root);
        var ordinal = RunFolderName.List(options.Root) is [.., var newest] ? newest.Ordinal + 1 : 1;
        var name = new RunFolderName(ordinal, options.Time.GetUtcNow(), options.RunId[..8]);
        var log = await RecordLog.OpenAsync(
            new EvidenceLogOptions
            {
                Folder = Path.Combine(options.Root, name.ToString()),
                Signer = new CheckpointSigner(Origin(options.Domain, options.RunId), options.Key),
                Time = options.Time,
                OnCheckpoint = options.OnCheckpoint,
                OnDurable = options.OnDurable,
                OpenFile = options.OpenFile,
            },
            options.Context,
            options.Self,
            cancellationToken).ConfigureAwait(false);
        var result = await log.AppendAsync(Started(options, ordinal, previous), cancellationToken: cancellationToken).ConfigureAwait(false);
        var reason = result.Reason;
        if (result.IsDurable)
        {
            var signed = await log.CheckpointAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            if (signed.Status == AppendStatus.Durable)
                return log;
            reason = signed.Reason;
        }

        await log.DisposeAsync().ConfigureAwait(false);
        throw new EvidenceLogException(EvidenceLogFailure.Unwritable, reason ?? "The evidence log can't be written.");
    }

    private static RecordBody Started(RunLogOptions options, int ordinal, PreviousRun? previous) => new()
    {
        Event = EventCodes.RunStarted,
        Sentence = previous is null
            ? "The log of this run begins; there is no earlier run on this disk."
            : $"The log of this run begins; the run before it on this disk is {previous.Folder}.",
        Who = options.Self,
        Data = RecordData.Create(json =>
        {
            json.WriteString("run", options.RunId);
            json.WriteNumber("ordinal", ordinal);
            if (previous is null)
                json.WriteNull("previous");
            else
                previous.Write(json);
            if (options.Witness is { } witness)
                json.WriteString("witness", witness);
        }),
    };
}
