using System.Diagnostics.CodeAnalysis;
using System.Text;
using Orchestrator.Trust.Text;

namespace Orchestrator.Trust.Passwords;

/// <summary>A typed password as the bytes that are hashed: NFKC, then UTF-8, so that one password typed on two keyboards is one password.</summary>
internal static class PasswordText
{
    /// <summary>False for half characters and control characters, which no keyboard gives.</summary>
    public static bool TryNormalise(string password, [NotNullWhen(true)] out string? normalised)
    {
        normalised = null;
        var rest = password.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != System.Buffers.OperationStatus.Done || Rune.IsControl(rune))
                return false;
            rest = rest[used..];
        }

        normalised = Nfkc.Normalise(password);
        return true;
    }
}
