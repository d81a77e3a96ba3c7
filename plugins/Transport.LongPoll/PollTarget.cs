using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>Where a request goes: which link, and which of its requests of that kind.</summary>
/// <param name="Id">128 random bits of the endpoint as 32 hexadecimal digits, lower case. A name, not a secret: the handshake inside authenticates.</param>
/// <param name="Sequence">From 0, for each direction of its own.</param>
internal readonly record struct PollTarget(string Id, int Sequence)
{
    /// <summary>Where the broker mounts the accepting half.</summary>
    public const string Path = "/link/poll";

    private const string IdName = "?id=";
    private const string SequenceName = "&seq=";
    private const int Digits = 32;
    private const int SequenceDigits = 9;

    /// <summary>A new link's id.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Digits / 2));

    /// <summary>As the query of a request.</summary>
    public string Query => $"{IdName}{Id}{SequenceName}{Sequence.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Reads a query that is exactly one.</summary>
    public static bool TryRead(string query, [NotNullWhen(true)] out PollTarget? target)
    {
        target = null;
        if (query.Length <= IdName.Length + Digits + SequenceName.Length || !query.StartsWith(IdName, StringComparison.Ordinal))
            return false;
        var (id, rest) = (query.Substring(IdName.Length, Digits), query[(IdName.Length + Digits)..]);
        if (!id.All(char.IsAsciiHexDigitLower) || !rest.StartsWith(SequenceName, StringComparison.Ordinal))
            return false;
        var number = rest[SequenceName.Length..];
        if (number.Length is 0 or > SequenceDigits || !number.All(char.IsAsciiDigit))
            return false;
        target = new PollTarget(id, int.Parse(number, CultureInfo.InvariantCulture));
        return target.Value.Query == query;
    }
}
