using System.Globalization;
using System.Text;
using Orchestrator.QuickSupport.Face.Terminal;

namespace Orchestrator.QuickSupport.Face.Screen;

/// <summary>
/// Puts lines on the terminal, in the alternate screen, which has no scroll-back: what is painted over is gone. Writes only the lines that changed.
/// </summary>
internal sealed class ScreenPainter(ITerminal terminal)
{
    private const string Begin = "\u001b[?1049h\u001b[2J\u001b[?25l";
    private const string Finish = "\u001b[0m\u001b[2J\u001b[?1049l\u001b[?25h";

    private IReadOnlyList<ScreenLine> _shown = [];
    private (int Columns, int Rows) _size;

    /// <summary>Takes the screen.</summary>
    public void Enter() => terminal.Write(Begin);

    /// <summary>Shows a picture; returns when the terminal has it.</summary>
    public void Paint(ScreenModel model)
    {
        var size = terminal.Size;
        var lines = ScreenLayout.Draw(model, size.Columns, size.Rows);
        var output = new StringBuilder();
        if (size != _size)
        {
            (_size, _shown) = (size, []);
            output.Append("\u001b[2J");
        }

        for (var row = 0; row < lines.Count; row++)
        {
            if (row < _shown.Count && _shown[row] == lines[row])
                continue;
            output.Append(CultureInfo.InvariantCulture, $"\u001b[{row + 1};1H\u001b[2K").Append(Styled(lines[row]));
        }

        _shown = lines;
        if (output.Length > 0)
            terminal.Write(output.ToString());
    }

    /// <summary>Gives the screen back as it was.</summary>
    public void Leave() => terminal.Write(Finish);

    private string Styled(ScreenLine line) => !terminal.HasColour || line.Text.Length == 0 ? line.Text : line.Tone switch
    {
        Tone.Title => $"\u001b[1m{line.Text}\u001b[0m",
        Tone.Open => $"\u001b[1;32m{line.Text}\u001b[0m",
        Tone.Warning => $"\u001b[1;33m{line.Text}\u001b[0m",
        Tone.Question => $"\u001b[1;36m{line.Text}\u001b[0m",
        _ => line.Text,
    };
}
