using Orchestrator.Domain;

namespace Orchestrator.Protocol;

/// <summary>What QuickSupport tells its broker.</summary>
public static class InstrumentToBroker
{
    /// <summary>The first message: who waits for a technician. The key that authenticated the link is the run's key.</summary>
    /// <param name="Instrument">As the site file and the machine say; its version is QuickSupport's.</param>
    /// <param name="LogOrigin">Origin line of this run's log.</param>
    /// <param name="LogPublicKey">The Ed25519 key of this run's log, 32 bytes.</param>
    /// <param name="LogKeyBinding">The run's RSA signature over the log key.</param>
    /// <param name="ExecutableSha256">32 bytes, as claimed by the program itself.</param>
    /// <param name="SiteFileSha256">32 bytes; empty where there is no site file.</param>
    /// <param name="Composition">Which program composed the library, for example <c>shipped</c> or <c>testbed</c>.</param>
    public sealed record RegisterSession(
        Instrument Instrument, string LogOrigin, Blob LogPublicKey, Blob LogKeyBinding, Blob ExecutableSha256, Blob SiteFileSha256, string Composition) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.RegisterSession;

        /// <summary>The site's tag for its witness, 48 bytes; empty where the site file names no secret.</summary>
        public Blob WitnessTag { get; init; } = Blob.Empty;
    }

    /// <summary>One line of the instrument's log, byte for byte. The same sequence may come again after a lost link.</summary>
    public sealed record AppendEvent(long Sequence, Blob Line) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.AppendEvent;
    }

    /// <summary>A signed checkpoint of the instrument's log.</summary>
    public sealed record LogCheckpoint(Blob Note) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.LogCheckpoint;
    }

    /// <summary>On a new link, as its first message: this run's session goes on here. Answered with <see cref="BrokerToBoth.SessionResumed"/> or <see cref="BrokerToBoth.Refused"/>.</summary>
    public sealed record ResumeSession(SessionNumber Session) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.ResumeInstrument;
    }

    /// <summary>The session is over and its END is sent; the number dies.</summary>
    public sealed record EndSession : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.EndSession;
    }
}

/// <summary>What a console tells its broker.</summary>
public static class ConsoleToBroker
{
    /// <summary>Signs a person in for lists and tools; the key that authenticated the link gets a certificate.</summary>
    public sealed record SignIn(string Account, SecretText Password, SecretText SecondFactor) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.SignIn;
    }

    /// <summary>Asks to be admitted to one session; the person proves himself again for it.</summary>
    public sealed record Connect(SessionNumber Session, string Reason, string Account, SecretText Password, SecretText SecondFactor) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.Connect;
    }

    /// <summary>On a new link, as its first message: the session that this console's key was admitted to goes on here. Answered like the instrument's.</summary>
    public sealed record ResumeSession(SessionNumber Session) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.ResumeConsole;
    }

    /// <summary>Gives the session up.</summary>
    public sealed record LeaveSession : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.LeaveSession;
    }

    /// <summary>The owner of a new account, or of one that was reset, chooses a password. Answered with <see cref="BrokerToConsole.ActivationOffered"/>; one a link.</summary>
    public sealed record Activate(string Account, SecretText SetupCode, SecretText Password) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.Activate;
    }

    /// <summary>The first code of the secret that was offered on this link. Without it nothing changes.</summary>
    public sealed record ConfirmActivation(SecretText Code) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.ConfirmActivation;
    }
}
