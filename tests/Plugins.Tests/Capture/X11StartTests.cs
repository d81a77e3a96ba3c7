using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>Settings and start.</summary>
public sealed class X11StartTests
{
    [Theory]
    [InlineData("""{"screen": 1}""", "no setting \"screen\"")]
    [InlineData("""{"display": 5}""", "aren't an object like")]
    [InlineData("[]", "aren't an object like")]
    [InlineData("{", "aren't an object like")]
    public async Task Wrong_settings_are_refused_with_a_sentence(string settings, string part)
    {
        await using var plugin = new X11Capture();

        var problem = await Assert.ThrowsAsync<FormatException>(async () => await plugin.StartAsync(Context(settings), default));

        Assert.Contains(part, problem.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_display_that_is_not_there_is_refused_with_its_name()
    {
        Orchestrator.TestSupport.RealComponent.Require("Xvfb");
        await using var plugin = new X11Capture();

        var problem = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await plugin.StartAsync(Context("""{"display": ":64999"}"""), default));

        Assert.Contains("The X display :64999 can't be opened.", problem.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_display_with_16_bit_colour_is_refused()
    {
        var problem = await Assert.ThrowsAsync<NotSupportedException>(
            async () => await X11Subject.StartAsync(640, 480, "-screen", "0", "640x480x16"));

        Assert.Contains("24-bit colour", problem.Message, StringComparison.Ordinal);
    }

    private static PluginContext Context(string settings) => new()
    {
        Settings = Encoding.UTF8.GetBytes(settings),
        Time = TimeProvider.System,
        Log = new LogLines(),
    };
}
