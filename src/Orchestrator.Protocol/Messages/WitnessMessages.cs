namespace Orchestrator.Protocol;

/// <summary>What a customer's witness and the broker say to each other (docs/adr/0017). The bodies are those of C2SP tlog-witness.</summary>
public static class WitnessMessages
{
    /// <summary>The witness's first message: the key under which it cosigns. Answered with the first request, or with <see cref="BrokerToBoth.Refused"/>.</summary>
    /// <param name="VerifierKey">As text: name, id, key.</param>
    public sealed record OfferWitness(string VerifierKey) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.OfferWitness;
    }

    /// <summary>The answer to one request.</summary>
    /// <param name="Id">The request's.</param>
    /// <param name="Status">As over HTTP, 200 to 599.</param>
    /// <param name="Body">As over HTTP.</param>
    public sealed record WitnessAnswer(uint Id, int Status, Blob Body) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.WitnessAnswer;
    }

    /// <summary>The broker asks for a cosignature. One at a time.</summary>
    /// <param name="Id">Counts up on this link.</param>
    /// <param name="Body">The body of <c>add-checkpoint</c>.</param>
    /// <param name="Run">Whose log it is; null for the broker's own.</param>
    public sealed record WitnessRequest(uint Id, Blob Body, RunIntroduction? Run) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.WitnessRequest;
    }

    /// <summary>What makes a run's log known to a witness.</summary>
    /// <param name="Origin">Of the log.</param>
    /// <param name="LogPublicKey">Ed25519, 32 bytes.</param>
    /// <param name="RunKey">The run's RSA key, SubjectPublicKeyInfo.</param>
    /// <param name="LogKeyBinding">Its signature over the log key.</param>
    /// <param name="Tag">The site's HMAC over origin and log key, 48 bytes; empty where the site has no secret.</param>
    public sealed record RunIntroduction(string Origin, Blob LogPublicKey, Blob RunKey, Blob LogKeyBinding, Blob Tag);
}
