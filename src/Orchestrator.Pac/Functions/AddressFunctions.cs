using System.Globalization;

namespace Orchestrator.Pac.Functions;

/// <summary>IPv4 addresses and masks, as PAC files write them: four decimal numbers.</summary>
internal static class AddressFunctions
{
    /// <summary>The address of a host lies in a net. A mask may have holes.</summary>
    public static bool IsInNet(string host, string net, string mask, Func<string, string?> resolve) =>
        (Read(host) ?? (resolve(host) is { } address ? Read(address) : null)) is { } number
        && Read(net) is { } pattern && Read(mask) is { } bits && (number & bits) == (pattern & bits);

    /// <summary>The address as a number; null when the text isn't one.</summary>
    public static uint? Read(string text)
    {
        uint number = 0;
        var parts = 0;
        foreach (var part in text.AsSpan().Split('.'))
        {
            var digits = text.AsSpan(part);
            if (++parts > 4 || digits.Length is 0 or > 4 || !byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var octet))
                return null;
            number = (number << 8) | octet;
        }

        return parts == 4 ? number : null;
    }
}
