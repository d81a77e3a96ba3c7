using Orchestrator.Domain;

namespace Orchestrator.Actors.Sessions.AtBroker;

/// <summary>What the broker must know of a run for good: by this its log can be judged when its keys are gone.</summary>
/// <param name="LogOrigin">Origin line of its log.</param>
/// <param name="LogKey">Ed25519, 32 bytes.</param>
/// <param name="RunKey">SubjectPublicKeyInfo of the run's RSA key.</param>
/// <param name="Binding">The run key's signature over the log key.</param>
public sealed record RegisteredRun(string LogOrigin, ReadOnlyMemory<byte> LogKey, ReadOnlyMemory<byte> RunKey, ReadOnlyMemory<byte> Binding);

/// <summary>Takes what an earlier run left on its disk, from whoever brings it: only what that run's log key signed counts.</summary>
public interface IRecoveredRuns
{
    /// <summary>How many records of a run are here.</summary>
    Task<RecoveryAnswer> KnownAsync(SessionNumber session, string logOrigin, string source, CancellationToken cancellationToken);

    /// <summary>Stores a part, all or none; completes when it is durable. The same part again changes nothing.</summary>
    Task<RecoveryAnswer> StoreAsync(RecoveredPart part, CancellationToken cancellationToken);
}

/// <summary>A part of a run's log, as somebody brought it.</summary>
/// <param name="Session">The session that it was.</param>
/// <param name="LogOrigin">Origin line of its log.</param>
/// <param name="From">Number of the first line.</param>
/// <param name="Lines">Exact bytes, in order; may be none.</param>
/// <param name="Note">A checkpoint over all records up to the last of these, or over fewer that are here already.</param>
/// <param name="Newest">Records under the newest checkpoint on that disk; a smaller one is only looked at, to see that both have the same.</param>
/// <param name="Unsigned">Records on that disk that no checkpoint covers, as whoever brings it says.</param>
/// <param name="Source">Where it comes from: an address, or a person at the broker.</param>
public sealed record RecoveredPart(
    SessionNumber Session, string LogOrigin, long From, IReadOnlyList<ReadOnlyMemory<byte>> Lines, ReadOnlyMemory<byte> Note, long Newest, long Unsigned, string Source);

/// <summary>What became of it.</summary>
/// <param name="Next">Records that are here.</param>
/// <param name="Code">Empty, or one of <see cref="TailCodes"/>.</param>
/// <param name="Sentence">Empty, or why in words.</param>
public sealed record RecoveryAnswer(long Next, string Code, string Sentence)
{
    /// <summary>True when nothing stands against it.</summary>
    public bool IsGood => Code.Length == 0;

    /// <summary>It is here.</summary>
    public static RecoveryAnswer Good(long next) => new(next, "", "");
}

/// <summary>Why a part of an earlier run's log isn't taken.</summary>
public static class TailCodes
{
    /// <summary>Its session isn't over; later.</summary>
    public const string Running = "TAIL_RUNNING";

    /// <summary>No run of this number and origin registered here.</summary>
    public const string Unknown = "TAIL_UNKNOWN";

    /// <summary>The run's log key didn't sign the checkpoint.</summary>
    public const string Unverified = "TAIL_UNVERIFIED";

    /// <summary>The records don't give the checkpoint's root.</summary>
    public const string Differs = "TAIL_DIFFERS";

    /// <summary>The run signed other records than those that are here: its log contradicts itself.</summary>
    public const string Fork = "TAIL_FORK";

    /// <summary>Too much at once, out of order, or refused too often on this link.</summary>
    public const string Limit = "TAIL_LIMIT";

    /// <summary>The broker can't store it now; later.</summary>
    public const string Fault = "TAIL_FAULT";
}
