using Microsoft.Extensions.Time.Testing;
using Orchestrator.PluginHosting;
using Orchestrator.QuickSupport.Pumps;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.Rfb;

namespace Orchestrator.QuickSupport.Tests.Pumps;

public sealed class ScreenNewsTests
{
    private readonly SilentFace _face = new();
    private readonly List<string> _recorded = [];
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_screen_that_goes_is_said_and_recorded_and_said_again_when_it_is_back_for_a_moment()
    {
        await using var news = News();
        news.Changed(ScreenStatus.Available);
        Assert.Empty(_face.Remarks);

        news.Changed(ScreenStatus.Unavailable);
        news.Changed(ScreenStatus.Available);
        Assert.Single(_face.Remarks);
        _time.Advance(ScreenNews.Back);

        Assert.Contains("can't see this screen any more: its display is locked", _face.Remarks[0], StringComparison.Ordinal);
        Assert.Contains("see this screen again", _face.Remarks[1], StringComparison.Ordinal);
        Assert.Contains("the display is locked or gone", Assert.Single(_recorded), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_display_that_flickers_fills_neither_the_operators_screen_nor_the_log()
    {
        await using var news = News();
        for (var flicker = 0; flicker < 100; flicker++)
        {
            news.Changed(ScreenStatus.Failed);
            news.Changed(ScreenStatus.Available);
            _time.Advance(ScreenNews.RecordEvery / 20);
        }

        Assert.Single(_face.Remarks);
        Assert.Equal(5, _recorded.Count);
    }

    [Fact]
    public async Task One_that_goes_again_after_the_run_is_over_isnt_said()
    {
        await using var news = News();
        news.Changed(ScreenStatus.Failed);
        news.Changed(ScreenStatus.Available);

        await news.DisposeAsync();
        _time.Advance(ScreenNews.Back);

        Assert.Single(_face.Remarks);
    }

    [Theory]
    [InlineData(PluginFaultKind.Threw, "(capture.x11 1.2.0) failed, and is started again.")]
    [InlineData(PluginFaultKind.BadAnswer, "(capture.x11 1.2.0) failed, and is started again.")]
    [InlineData(PluginFaultKind.CircuitOpen, "(capture.x11 1.2.0) failed, and is started again.")]
    [InlineData(PluginFaultKind.Hung, "(capture.x11 1.2.0) doesn't answer, and is started again.")]
    [InlineData(PluginFaultKind.OverBudget, "(capture.x11 1.2.0) doesn't answer, and is started again.")]
    [InlineData(PluginFaultKind.NotActive, "(capture.x11 1.2.0) was taken out of service.")]
    public async Task A_plugin_that_fails_is_named_in_plain_words_and_recorded_in_its_own(PluginFaultKind kind, string said)
    {
        await using var news = News();
        var fault = new PluginFault("capture.x11 1.2.0", "CaptureAsync", kind, "IOException: no more shared memory");

        news.Changed(ScreenStatus.Failed, fault);

        var remark = Assert.Single(_face.Remarks);
        Assert.Contains($"can't see this screen any more: the part of this program that takes its picture {said} The session goes on, chat and files work.", remark, StringComparison.Ordinal);
        Assert.DoesNotContain("IOException", remark, StringComparison.Ordinal);
        Assert.Contains(fault.Sentence, Assert.Single(_recorded), StringComparison.Ordinal);
    }

    private ScreenNews News() => new(_face, _recorded.Add, _time);
}
