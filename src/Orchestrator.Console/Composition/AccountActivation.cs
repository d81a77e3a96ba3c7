using Orchestrator.Protocol;
using Orchestrator.Trust.Encoding;

namespace Orchestrator.Technicians;

/// <summary>The secret that the broker drew for a new authenticator, for the owner's eyes alone.</summary>
/// <param name="Issuer">Whose account it is.</param>
/// <param name="Account">The account's name, as the broker writes it.</param>
/// <param name="Secret">In base32, to be typed where nothing can be scanned.</param>
public sealed record ActivationOffer(string Issuer, string Account, SecretText Secret)
{
    /// <summary>The address that authenticators scan.</summary>
    public SecretText Address => new(
        $"otpauth://totp/{Uri.EscapeDataString(Issuer)}:{Uri.EscapeDataString(Account)}?secret={Secret.Reveal()}&issuer={Uri.EscapeDataString(Issuer)}&algorithm=SHA1&digits=6&period=30");

    internal static ActivationOffer Of(BrokerToConsole.ActivationOffered offered) =>
        new(offered.Issuer, offered.Account, new SecretText(Base32.Encode(offered.Secret.Span)));
}

/// <summary>Asks for the code of this moment. <paramref name="refusal"/>: why the last one didn't count; empty the first time.</summary>
public delegate Task<SecretText> FirstCode(ActivationOffer offer, string refusal, CancellationToken cancellationToken);

/// <summary>An account that is activated.</summary>
/// <param name="Account">The account's name.</param>
/// <param name="RecoveryCodes">Each stands in for a code once. Nobody can show them again.</param>
/// <param name="ConsoleApproved">False: somebody else must approve this console before it can sign in.</param>
/// <param name="Console">The digits of this console's key that an administrator compares.</param>
public sealed record ActivatedAccount(string Account, IReadOnlyList<SecretText> RecoveryCodes, bool ConsoleApproved, string Console);
