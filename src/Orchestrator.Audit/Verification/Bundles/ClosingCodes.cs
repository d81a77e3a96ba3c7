using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Verification;

/// <summary>Codes of the broker's records that say how a session's log ended.</summary>
public static class ClosingCodes
{
    /// <summary>What was missing of an ended session's log came later.</summary>
    public const string Recovered = "relay.recovered";

    /// <summary>True for END, MISSING END and what came later.</summary>
    public static bool Has(string code) => code is EventCodes.RelayEnded or EventCodes.RelayMissingEnd or Recovered;
}
