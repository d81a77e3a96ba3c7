using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Plugins.Shared.Audit;

/// <summary>
/// File name for a log id: every id has its own, no id leaves the folder, and none differs from another by case alone.
/// </summary>
internal static class LogFileName
{
    // A file name may have 255 bytes on the file systems in use; endings need some.
    private const int Longest = 180;

    public static string For(string logId)
    {
        var name = new StringBuilder("log-");
        foreach (var b in Encoding.UTF8.GetBytes(logId))
        {
            if (char.IsAsciiLetterLower((char)b) || char.IsAsciiDigit((char)b) || b is (byte)'-' or (byte)'.')
                name.Append((char)b);
            else
                name.Append(CultureInfo.InvariantCulture, $"%{b:x2}");
        }

        // The tilde can't come from an id: those are escaped.
        return name.Length <= Longest ? name.ToString() : $"{name.ToString(0, 80)}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(logId)))}";
    }
}
