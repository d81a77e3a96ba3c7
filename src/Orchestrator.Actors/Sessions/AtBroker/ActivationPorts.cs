namespace Orchestrator.Actors.Sessions.AtBroker;

/// <summary>Lets the owner of an account choose a password and take a second factor. Nothing changes before the first code was proved.</summary>
public interface IActivation
{
    /// <summary>Judges the setup code and the new password, and draws a secret.</summary>
    Task<ActivationOutcome> BeginAsync(ActivationRequest request, CancellationToken cancellationToken);
}

/// <summary>What was offered on one link and isn't confirmed yet. Lives as long as its link, and no longer.</summary>
public interface IOfferedActivation
{
    /// <summary>Proves the first code; the account is activated when it fits.</summary>
    Task<ConfirmationOutcome> ConfirmAsync(string code, CancellationToken cancellationToken);
}

/// <summary>The owner's wish, on an authenticated link. <see cref="ConsoleKey"/> is SubjectPublicKeyInfo.</summary>
public sealed record ActivationRequest(string Account, string SetupCode, string Password, ReadOnlyMemory<byte> ConsoleKey, string Address)
{
    /// <summary>Without secrets.</summary>
    public override string ToString() => $"ActivationRequest {{ Account = {Account}, Address = {Address} }}";
}

/// <summary>What a wish to activate gave.</summary>
public abstract record ActivationOutcome
{
    /// <summary>Setup code and password are right; the first code is awaited.</summary>
    public sealed record Offered(IOfferedActivation Activation, byte[] Secret, string Issuer, string Account) : ActivationOutcome
    {
        /// <summary>Without secrets.</summary>
        public override string ToString() => $"Offered {{ Account = {Account} }}";
    }

    /// <summary>With a code and a sentence for the owner.</summary>
    public sealed record Refused(string Code, string Sentence) : ActivationOutcome;
}

/// <summary>What the first code gave.</summary>
public abstract record ConfirmationOutcome
{
    /// <summary>Activated; the recovery codes are in no other place in clear.</summary>
    public sealed record Activated(IReadOnlyList<string> RecoveryCodes, bool ConsoleApproved) : ConfirmationOutcome
    {
        /// <summary>Without secrets.</summary>
        public override string ToString() => $"Activated {{ ConsoleApproved = {ConsoleApproved} }}";
    }

    /// <summary>With a code and a sentence for the owner. <paramref name="MayTryAgain"/>: on the same link.</summary>
    public sealed record Refused(string Code, string Sentence, bool MayTryAgain) : ConfirmationOutcome;
}
