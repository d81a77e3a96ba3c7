using Orchestrator.Broker.Text;

namespace Orchestrator.Broker.Accounts;

/// <summary>
/// A unique user name. <see cref="Key"/> is the same for every spelling (NFKC, case-folded) and is what must be unique.
/// Only Latin letters, digits and <c>. _ -</c>: two names that look alike in different scripts can't both exist.
/// </summary>
internal readonly record struct AccountName
{
    /// <summary>Long enough for an e-mail's local part.</summary>
    public const int MaxLength = 64;

    private AccountName(string key) => Key = key;

    /// <summary>The folded name; what records and certificates carry.</summary>
    public string Key { get; }

    /// <summary>Reads a name as a person typed it.</summary>
    public static bool TryParse(string? text, out AccountName name)
    {
        name = default;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 4 * MaxLength || !CaseFolding.IsWellFormed(text))
        {
            return false;
        }

        var key = CaseFolding.Fold(text.Trim());
        if (key.Length is 0 or > MaxLength || !char.IsLetter(key[0]) || !key.All(IsAllowed))
        {
            return false;
        }

        name = new AccountName(key);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Key;

    // ı is left out: it reads as i.
    private static bool IsAllowed(char c) =>
        char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-' || (c is >= 'à' and <= 'ſ' and not '÷' and not 'ı');
}
