namespace Orchestrator.Audit.Bundles;

/// <summary>Names of the checks, in their order; see docs/audit-format.md, "What a verifier checks".</summary>
public static class BundleCodes
{
    internal const string NotABundle = "not-a-bundle";
    internal const string NewerFormat = "newer-format";
    internal const string Digest = "digest";
    internal const string NotCanonical = "not-canonical";
    internal const string Configuration = "configuration";
    internal const string LogKey = "log-key";
    internal const string Record = "record";
    internal const string Session = "session";
    internal const string Time = "time";
    internal const string Checkpoint = "checkpoint";
    internal const string Binding = "binding";
    internal const string Ticket = "ticket";
    internal const string BrokerCheckpoint = "broker-checkpoint";
    internal const string BrokerRecord = "broker-record";
    internal const string Registered = "registered";
    internal const string Issued = "issued";
    internal const string End = "end";
    internal const string PeerCheckpoint = "peer-checkpoint";
    internal const string Text = "text";
    internal const string Receipt = "receipt";
    internal const string Story = "story";
    internal const string Witness = "witness";
    internal const string NoWitness = "no-witness";
    internal const string StaleWitness = "stale-witness";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        NotABundle, NewerFormat, Digest, NotCanonical, Configuration, LogKey, Record, Session, Time, Checkpoint, Binding, Ticket, BrokerCheckpoint, BrokerRecord, Registered, Issued,
        End, PeerCheckpoint, Text, Receipt, Story, Witness, NoWitness, StaleWitness,
    ];
}
