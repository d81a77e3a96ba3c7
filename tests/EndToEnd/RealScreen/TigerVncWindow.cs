using System.Globalization;
using System.Text;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.RealScreen;

/// <summary>TigerVNC's viewer on a desk of its own, connected to a socket of the console.</summary>
internal sealed class TigerVncWindow : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly XServer _desk;
    private readonly string _window;

    private TigerVncWindow(XServer desk, string window) => (_desk, _window) = (desk, window);

    /// <summary>Starts it; its window is there when this returns.</summary>
    /// <param name="socket">Of a local viewer server.</param>
    /// <param name="encoding">What it prefers, by TigerVNC's name.</param>
    public static async Task<TigerVncWindow> OpenAsync(string socket, string encoding)
    {
        var desk = await XServer.StartAsync(1000, 760);
        try
        {
            desk.Start(
                "xtigervncviewer", "-AutoSelect=0", "-NoJPEG=1", "-FullColor=1", "-RemoteResize=0", "-SecurityTypes=None", "-AlertOnFatalError=0",
                $"-PreferredEncoding={encoding}", socket);
            return new TigerVncWindow(desk, await FindWindowAsync(desk));
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the window shows, as BGRX.</summary>
    public async Task<byte[]> LookAsync() => XwdPicture.Parse(await _desk.RunAsync("xwd", "-id", _window, "-silent")).Bgrx;

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private static async Task<string> FindWindowAsync(XServer desk)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            Assert.False(limit.IsCancellationRequested, "TigerVNC showed no window");
            try
            {
                var found = Encoding.ASCII.GetString(await desk.RunAsync("xdotool", "search", "--onlyvisible", "--name", "TigerVNC"));
                return "0x" + long.Parse(found.Split('\n')[0], CultureInfo.InvariantCulture).ToString("x", CultureInfo.InvariantCulture);
            }
            catch (InvalidOperationException)
            {
                // Not there yet: each look is a program of its own, so this loop doesn't spin.
            }
        }
    }
}
