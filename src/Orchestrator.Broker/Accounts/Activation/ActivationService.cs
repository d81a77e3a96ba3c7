using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Broker.Accounts.Factors;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Passwords;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Accounts.Activation;

/// <summary>
/// Lets the owner of a new account, or of one that was reset, choose a password and take a second factor. The setup code comes first: a
/// stranger learns neither whether a name exists nor what the password rules say about it.
/// </summary>
internal sealed class ActivationService(
    BrokerStore store, AccountStore accounts, ConsoleStore consoles, FactorSecrets secrets, PasswordHasher passwords, Action<string> failed,
    string issuer, TimeProvider time, IRandomSource random) : IActivation
{
    private readonly NameGates _gates = new();

    public async Task<ActivationOutcome> BeginAsync(ActivationRequest request, CancellationToken cancellationToken)
    {
        var isName = AccountName.TryParse(request.Account, out var name);

        // Bounds how many wait for an Argon2id at one moment; the code itself has 80 random bits.
        using var gate = await _gates.EnterAsync(isName ? name.Key : "", cancellationToken);
        if (gate is null)
        {
            return new ActivationOutcome.Refused(AdmissionCodes.Busy, AdmissionCodes.BusySentence);
        }

        var row = isName ? await accounts.FindRowAsync(name, cancellationToken) : null;
        if (!SetupCode.Fits(row, isName ? name.Key : "", request.SetupCode, time.GetUtcNow()))
        {
            failed(request.Address);
            return new ActivationOutcome.Refused(ActivationCodes.Failed, ActivationCodes.FailedSentence);
        }

        if (!RsaPublic.TryImport(request.ConsoleKey.Span, out var console, out _))
        {
            return new ActivationOutcome.Refused(AdmissionCodes.BadKey, AdmissionCodes.BadKeySentence);
        }

        if (PasswordRules.Objection(request.Password, passwords.Policy, name, row!.PrintedName, issuer) is { } objection)
        {
            return new ActivationOutcome.Refused(ActivationCodes.PasswordRefused, objection);
        }

        var hash = await Task.Run(() => passwords.Hash(request.Password), cancellationToken);
        var offered = new OfferedActivation(store, consoles, secrets, time, random, row, hash, console.Fingerprint.Hex, request.Address);
        return new ActivationOutcome.Offered(offered, offered.Secret, issuer, row.Key);
    }
}

/// <summary>Stable codes of refused activations.</summary>
public static class ActivationCodes
{
    /// <summary>Unknown name, wrong, late or used setup code: one code and one sentence.</summary>
    public const string Failed = "ACTIVATION_FAILED";

    /// <summary>The new password is refused; the sentence says why.</summary>
    public const string PasswordRefused = "PASSWORD_REFUSED";

    /// <summary>The first code is wrong.</summary>
    public const string CodeWrong = "CODE_WRONG";

    internal const string FailedSentence =
        "The activation failed. Check user name and setup code: it counts once, for 72 hours. Ask whoever gave it to you for a new one (`account reset`).";
}
