using System.IO.Compression;
using System.Text;
using Orchestrator.Broker.Text;
using Orchestrator.Trust.Passwords;

namespace Orchestrator.Broker.Accounts;

/// <summary>
/// What a new password must be: as long as the policy says (15 to 256 code points of any kind), not on the blocklist, not made of the
/// account's own name. No rule of composition. What is typed at sign-in isn't judged here.
/// </summary>
internal static class PasswordRules
{
    private const int MinDistinct = 5;

    /// <summary>What a password must have besides a known name.</summary>
    private const int MinBesidesName = 8;

    private static readonly Lazy<HashSet<string>> Blocked = new(LoadBlocklist);

    /// <summary>Why a new password is refused; null when it is good.</summary>
    public static string? Objection(string password, PasswordPolicy policy, AccountName account, string printedName, string vendor)
    {
        switch (policy.Check(password))
        {
            case PasswordFlaw.TooShort:
                return $"The password is too short: it needs at least {policy.MinCodePoints} characters. A sentence of several words is easiest to remember.";
            case PasswordFlaw.TooLong:
                return $"The password is too long: it may have at most {policy.MaxCodePoints} characters.";
            case PasswordFlaw.NotText:
                return "The password has characters that no keyboard gives. Type it anew.";
        }

        var bare = Bare(password);
        if (IsListed(bare) || bare.EnumerateRunes().Distinct().Count() < MinDistinct)
        {
            return "The password is on the list of passwords that attackers try first. Choose another one.";
        }

        var isName = new[] { account.Key, printedName, vendor, "orchestrator", "quicksupport" }
            .Select(Bare)
            .Any(name => name.Length >= 3 && bare.Replace(name, "", StringComparison.Ordinal).Length < MinBesidesName);
        return isName ? "The password is little more than a name that everybody knows. Choose one that doesn't rest on the account, the vendor or the product." : null;
    }

    /// <summary>The whole password, or the one word that it repeats.</summary>
    private static bool IsListed(string bare) =>
        Enumerable.Range(1, bare.Length).Any(size => bare.Length % size == 0 && Repeats(bare, size) && Blocked.Value.Contains(bare[..size]));

    private static bool Repeats(string bare, int size) => bare.AsSpan(size).SequenceEqual(bare.AsSpan(0, bare.Length - size));

    /// <summary>Letters and digits only, folded: hyphens and capitals don't make a listed password a new one.</summary>
    private static string Bare(string text) =>
        string.Concat(CaseFolding.Fold(text).EnumerateRunes().Where(r => Rune.IsLetterOrDigit(r) || r.Value > 0x7F));

    private static HashSet<string> LoadBlocklist()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt.gz")
            ?? throw new InvalidOperationException("The password blocklist is missing from this build.");
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress), Encoding.UTF8);
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            words.Add(line);
        }

        return words;
    }
}
