using System.Collections;
using System.Text;
using QRCoder;

namespace Orchestrator.Technicians.Face;

/// <summary>
/// A QR code as text: two modules a character, by half blocks, without colour. What a terminal with a dark background leaves empty is dark; for a
/// light background it is drawn the other way round.
/// </summary>
internal static class QrPicture
{
    /// <summary>Its lines, with the quiet border that scanners need.</summary>
    public static IEnumerable<string> Lines(string text, bool isLightTerminal)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        var modules = data.ModuleMatrix;
        for (var y = 0; y < modules.Count; y += 2)
        {
            var line = new StringBuilder(modules.Count);
            for (var x = 0; x < modules.Count; x++)
            {
                line.Append(Character(IsInked(modules[y], x, isLightTerminal), IsInked(y + 1 < modules.Count ? modules[y + 1] : null, x, isLightTerminal)));
            }

            yield return line.ToString();
        }
    }

    // Beyond the last row the border goes on.
    private static bool IsInked(BitArray? row, int x, bool isLightTerminal) => (row?[x] ?? false) == isLightTerminal;

    private static char Character(bool top, bool bottom) => (top, bottom) switch
    {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        _ => ' ',
    };
}
