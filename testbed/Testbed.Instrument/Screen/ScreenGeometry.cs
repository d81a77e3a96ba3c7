using Orchestrator.Abstractions;

namespace Orchestrator.Testbed.Instrument.Screen;

/// <summary>Where everything is on a screen of one size. Drawing and hit testing both read it, so that what is seen is what is clicked.</summary>
internal sealed class ScreenGeometry
{
    internal const int RowHeight = 26;
    internal const int PanelTitle = 34;
    private const int Gap = 10;
    private const int MenuWidth = 84;
    private const int MenuItemHeight = 30;

    internal static readonly (string Name, string[] Items)[] Menus =
    [
        ("File", ["Open worklist", "Save log as", "Print report", "Exit"]),
        ("Method", ["Edit method", "Liquid classes", "Validate"]),
        ("Run", ["Start", "Pause at next break", "Simulate"]),
        ("Deck", ["Scan barcodes", "Load labware", "Tip inventory"]),
        ("Service", ["Initialise arm", "Liquid detection test", "Wash tips"]),
        ("Help", ["Contents", "About"]),
    ];

    internal ScreenGeometry(int width, int height)
    {
        Width = width;
        Height = height;
        MenuBar = new PixelRect(0, 0, width, 34);
        Header = new PixelRect(0, MenuBar.Bottom, width, 78);
        Status = new PixelRect(0, height - 30, width, 30);
        var top = Header.Bottom + Gap;
        var bodyHeight = Status.Y - Gap - top;
        var right = Math.Clamp(width * 29 / 100, 330, 560);
        var left = width - right - (3 * Gap);
        var deckHeight = bodyHeight * 70 / 100;
        Deck = new PixelRect(Gap, top, left, deckHeight);
        Log = new PixelRect(Gap, Deck.Bottom + Gap, left, bodyHeight - deckHeight - Gap);
        var rightX = Deck.Right + Gap;
        var runHeight = bodyHeight * 52 / 100;
        var filesHeight = bodyHeight * 26 / 100;
        Steps = new PixelRect(rightX, top, right, runHeight);
        Worklists = new PixelRect(rightX, Steps.Bottom + Gap, right, filesHeight);
        Notes = new PixelRect(rightX, Worklists.Bottom + Gap, right, bodyHeight - runHeight - filesHeight - (2 * Gap));
        Start = new PixelRect(width - 168, Header.Y + 20, 152, 38);
        Dialog = new PixelRect((width - 680) / 2, (height - 392) / 2, 680, 392);
        Retry = new PixelRect(Dialog.Right - 24 - 140 - 12 - 140, Dialog.Bottom - 62, 140, 40);
        Abort = new PixelRect(Dialog.Right - 24 - 140, Dialog.Bottom - 62, 140, 40);
    }

    internal int Width { get; }

    internal int Height { get; }

    internal PixelRect MenuBar { get; }

    internal PixelRect Header { get; }

    internal PixelRect Status { get; }

    internal PixelRect Deck { get; }

    internal PixelRect Log { get; }

    internal PixelRect Steps { get; }

    internal PixelRect Worklists { get; }

    internal PixelRect Notes { get; }

    internal PixelRect Start { get; }

    internal PixelRect Dialog { get; }

    internal PixelRect Retry { get; }

    internal PixelRect Abort { get; }

    internal int VisibleSteps => Rows(Steps);

    internal int VisibleWorklists => Rows(Worklists);

    internal int VisibleLogLines => Rows(Log);

    internal static PixelRect Menu(int index) => new(220 + (index * MenuWidth), 0, MenuWidth, 34);

    internal static PixelRect MenuItem(int menu, int item) => new(Menu(menu).X, Menu(menu).Bottom + 4 + (item * MenuItemHeight), 220, MenuItemHeight);

    internal static PixelRect Row(PixelRect panel, int row) => new(panel.X + 1, panel.Y + PanelTitle + 4 + (row * RowHeight), panel.Width - 2, RowHeight);

    /// <summary>The step shown in the first row.</summary>
    internal int FirstStep(int? chosen, int done, int count) =>
        Math.Clamp(chosen ?? done - (VisibleSteps / 3), 0, Math.Max(0, count - VisibleSteps));

    internal static bool Holds(PixelRect rectangle, int x, int y) => x >= rectangle.X && x < rectangle.Right && y >= rectangle.Y && y < rectangle.Bottom;

    private static int Rows(PixelRect panel) => Math.Max(1, (panel.Height - PanelTitle - 8) / RowHeight);
}
