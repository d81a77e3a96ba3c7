using System.Collections.Immutable;

namespace Orchestrator.Audit.Verification;

/// <summary>What a verified bundle proves. Words in it are people's and instruments' own: show them escaped.</summary>
public sealed record BundleProof
{
    /// <summary>Nine digits.</summary>
    public required string Session { get; init; }

    /// <summary>Who vouches, by whose keys.</summary>
    public required ProvenKeys Keys { get; init; }

    /// <summary>The instrument, as it says.</summary>
    public required ProvenInstrument Instrument { get; init; }

    /// <summary>From when to when.</summary>
    public required ProvenTimes Times { get; init; }

    /// <summary>Account of the operating system, and the stated name where its text is here.</summary>
    public required (string StatedName, string OsAccount) Operator { get; init; }

    /// <summary>Each who joined.</summary>
    public required ImmutableArray<ProvenTechnician> Technicians { get; init; }

    /// <summary>Each question and what became of it.</summary>
    public required ImmutableArray<ProvenAsk> Asks { get; init; }

    /// <summary>Each file that was agreed to.</summary>
    public required ImmutableArray<ProvenFile> Files { get; init; }

    /// <summary>Versions and hashes in the records, each once: name and value.</summary>
    public required ImmutableArray<(string Name, string Value)> Software { get; init; }

    /// <summary>Each witness's signature.</summary>
    public required ImmutableArray<ProvenWitness> Witnesses { get; init; }

    /// <summary>What the instrument claims and the broker saw otherwise; empty: the same story.</summary>
    public required IReadOnlyList<Finding> Differences { get; init; }

    /// <summary>Records of both logs, checkpoints of the broker's in the instrument's, receipts checked, commitments whose texts aren't here.</summary>
    public required (int Instrument, int Broker, int PeerCheckpoints, int Receipts, int Missing) Counts { get; init; }

    internal static BundleProof Of(BundleFacts facts) => ProofReading.Read(facts);
}

/// <summary>SHA-256 of each key, lower-case hex; the log keys as verifier keys.</summary>
public sealed record ProvenKeys(string Organisation, string Root, string Issuing, string BrokerLog, string Run, string RunLog);

/// <summary>As the instrument says of itself.</summary>
public sealed record ProvenInstrument(string Name, string Serial, string Site, string OperatingSystem);

/// <summary>Each by the clock of who wrote it.</summary>
/// <param name="Started">START, by the instrument's clock.</param>
/// <param name="Ended">END by the same; null: there is none.</param>
/// <param name="Reason">Of the end.</param>
/// <param name="Registered">By the broker's clock.</param>
/// <param name="Closed">By the same.</param>
/// <param name="ClosedBy">Event code of the broker's last word.</param>
public sealed record ProvenTimes(DateTimeOffset Started, DateTimeOffset? Ended, string Reason, DateTimeOffset Registered, DateTimeOffset Closed, string ClosedBy);

/// <summary>As ticket and certificate say.</summary>
public sealed record ProvenTechnician(string Account, string Name, string Organisation, string Role, string Key, string Ticket, string Policy, DateTimeOffset Joined);

/// <summary>One question.</summary>
/// <param name="Record">Its record.</param>
/// <param name="Capability">For what.</param>
/// <param name="Minutes">For how long.</param>
/// <param name="Reason">Why; empty where the text isn't here.</param>
/// <param name="Answer">allowed, or the word of the outcome.</param>
/// <param name="AnsweredAt">Record of the answer; null: none.</param>
/// <param name="Receipt">checked, not here, or none.</param>
public sealed record ProvenAsk(long Record, string Capability, int Minutes, string Reason, string Answer, long? AnsweredAt, string Receipt);

/// <summary>One file.</summary>
public sealed record ProvenFile(long Record, string Name, long Size, string Sha256, string Path, string Outcome);

/// <summary>One signature of a witness.</summary>
/// <param name="Key">Verifier key.</param>
/// <param name="Checkpoint">Which checkpoint: member path.</param>
/// <param name="Size">Records under it.</param>
/// <param name="At">By the witness's clock.</param>
/// <param name="IsTrusted">The auditor brought this key.</param>
public sealed record ProvenWitness(string Key, string Checkpoint, long Size, DateTimeOffset At, bool IsTrusted);
