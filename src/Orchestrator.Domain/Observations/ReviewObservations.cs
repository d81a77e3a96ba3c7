namespace Orchestrator.Domain;

/// <summary>Signatures of reviewers in the broker's log. Each names the person as printed, how he proved himself and what it means; the record has the time.</summary>
public static class ReviewObservations
{
    /// <summary>Somebody reviewed records and signed what he says of them.</summary>
    /// <param name="By">The reviewer, proven in full for this signature.</param>
    /// <param name="Meaning">One of <see cref="ReviewMeanings"/>.</param>
    /// <param name="Remarks">His words; empty without any.</param>
    /// <param name="Session">The session; null for a range.</param>
    /// <param name="Claims">How many records of the instrument, from its first on; 0 for a range.</param>
    /// <param name="ClaimsRoot">Root over them, base64; empty for a range.</param>
    /// <param name="First">The first record of the broker's log in it.</param>
    /// <param name="Last">The last one.</param>
    /// <param name="Records">How many records of the broker's log.</param>
    /// <param name="RecordsRoot">Root over exactly these as leaves, base64.</param>
    /// <param name="Size">Records of the broker's log when it was read.</param>
    /// <param name="LogRoot">Its root then, base64.</param>
    public sealed record ReviewSigned(
        ActingPerson By, string Meaning, string Remarks, SessionNumber? Session, long Claims, string ClaimsRoot, long First, long Last, long Records, string RecordsRoot, long Size, string LogRoot)
        : BrokerObservation;
}

/// <summary>What a review can mean.</summary>
public static class ReviewMeanings
{
    /// <summary>Read, and nothing to say.</summary>
    public const string Reviewed = "reviewed";

    /// <summary>Read, with something to say.</summary>
    public const string WithRemarks = "reviewed-with-remarks";

    /// <summary>Not accepted.</summary>
    public const string Rejected = "rejected";

    /// <summary>True for one of them.</summary>
    public static bool IsKnown(string meaning) => meaning is Reviewed or WithRemarks or Rejected;
}
