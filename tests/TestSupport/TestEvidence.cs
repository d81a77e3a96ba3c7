using Orchestrator.Domain;

namespace Orchestrator.TestSupport;

/// <summary>Stands where a test needs some signed ask, receipt or run key and doesn't look into it.</summary>
public static class TestEvidence
{
    /// <summary>No key at all.</summary>
    public const string RunKey = "cnVuIGtleQ==";

    public static SignedAsk Signed { get; } = new("Y29udGVudA==.c2lnbmF0dXJl.a2V5", new string('7', 64));

    public static Receipt Receipt { get; } = new("{\"v\":1}", "c2lnbmF0dXJl");
}
