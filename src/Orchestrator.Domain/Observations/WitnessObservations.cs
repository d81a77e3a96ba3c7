namespace Orchestrator.Domain;

/// <summary>What concerns the customers' witnesses: who may be one, and what they said about the logs.</summary>
public static class WitnessObservations
{
    /// <summary>A witness was enrolled. <paramref name="KeyFingerprint"/> is of its link's RSA key; <paramref name="VerifierKey"/> is the text of the key under which it cosigns.</summary>
    public sealed record WitnessAdded(string Name, string KeyFingerprint, string VerifierKey, ActingPerson By) : BrokerObservation;

    /// <summary>A witness counts no more.</summary>
    public sealed record WitnessRemoved(string Name, string KeyFingerprint, string VerifierKey, ActingPerson By) : BrokerObservation;

    /// <summary>A witness cosigned a checkpoint: of a run's log each time, of the broker's own when it hadn't before, or again.</summary>
    /// <param name="Session">Whose log; null for the broker's own.</param>
    /// <param name="Witness">Its name.</param>
    /// <param name="Origin">Of the log.</param>
    /// <param name="Size">Records under the checkpoint.</param>
    public sealed record WitnessCosigned(SessionNumber? Session, string Witness, string Origin, long Size) : BrokerObservation;

    /// <summary>A witness didn't cosign: a red flag. 409 with a larger size and 422 say that the log isn't the one that it saw before.</summary>
    public sealed record WitnessRefused(SessionNumber? Session, string Witness, string Origin, long Size, int Status, string Reason) : BrokerObservation;

    /// <summary>A witness that is enrolled isn't there, or doesn't answer.</summary>
    public sealed record WitnessSilent(string Witness) : BrokerObservation;
}
