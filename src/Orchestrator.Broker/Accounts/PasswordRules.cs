using System.Text;
using Orchestrator.Broker.Text;

namespace Orchestrator.Broker.Accounts;

/// <summary>
/// What a new password must be: 15 to 256 code points of any kind, not on the blocklist, not made of the account's own name.
/// No rule of composition and no truncation; what was typed is normalised (NFKC), so that every keyboard gives the same password.
/// </summary>
internal static class PasswordRules
{
    /// <summary>Least length while there is no second factor.</summary>
    public const int MinCodePoints = 15;

    /// <summary>Most; bounds the work that a stranger can cause.</summary>
    public const int MaxCodePoints = 256;

    /// <summary>Bytes that are ever read from a person or a message before the count is known.</summary>
    public const int MaxUtf8Bytes = MaxCodePoints * 4;

    private static readonly Lazy<HashSet<string>> Blocked = new(LoadBlocklist);

    /// <summary>The normalised password; null when the text can't be one. Says nothing about strength: sign-in uses it too.</summary>
    public static string? Normalize(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxUtf8Bytes || !UnicodeText.IsWellFormed(text))
        {
            return null;
        }

        var normal = UnicodeText.Normalize(text);
        return UnicodeText.CountCodePoints(normal) <= MaxCodePoints ? normal : null;
    }

    /// <summary>Why a new password is refused; null when it is good.</summary>
    public static string? Objection(string? text, AccountName account, string printedName)
    {
        if (Normalize(text) is not { } password)
        {
            return string.IsNullOrEmpty(text)
                ? $"The password is empty. Give one of at least {MinCodePoints} characters on standard input."
                : $"The password is longer than {MaxCodePoints} characters, or isn't valid text. Choose a shorter one.";
        }

        if (UnicodeText.CountCodePoints(password) < MinCodePoints)
        {
            return $"The password is too short: it needs at least {MinCodePoints} characters. A sentence of several words is easiest to remember.";
        }

        var bare = Bare(password);
        if (bare.Length < 5 || Blocked.Value.Contains(bare) || bare.EnumerateRunes().Distinct().Count() < 5)
        {
            return "The password is on the list of passwords that attackers try first. Choose another one.";
        }

        foreach (var word in new[] { account.Key, Bare(printedName), "orchestrator" })
        {
            if (word.Length >= 3 && bare.Replace(Bare(word), "", StringComparison.Ordinal).Length < 8)
            {
                return "The password is little more than a name that everybody knows. Choose one that doesn't rest on the account or the product.";
            }
        }

        return null;
    }

    /// <summary>Letters and digits only, folded: hyphens and capitals don't make a listed password a new one.</summary>
    private static string Bare(string text) =>
        string.Concat(UnicodeText.Fold(text).EnumerateRunes().Where(r => Rune.IsLetterOrDigit(r) || r.Value > 0x7F));

    private static HashSet<string> LoadBlocklist()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")
            ?? throw new InvalidOperationException("The password blocklist is missing from this build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !line.StartsWith('#'))
            {
                words.Add(Bare(line));
            }
        }

        return words;
    }
}
