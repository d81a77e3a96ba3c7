using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Pumps;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.Rfb;

namespace Orchestrator.QuickSupport.Tests.Pumps;

public sealed class ScreenNewsTests
{
    private readonly SilentFace _face = new();
    private readonly List<HostCommands.FailPart> _recorded = [];
    private readonly FakeTimeProvider _time = new();
    private readonly ScreenNews _news;

    public ScreenNewsTests() => _news = new ScreenNews(_face, _recorded.Add, _time);

    [Fact]
    public void A_screen_that_goes_is_said_and_recorded_and_said_again_when_it_is_back()
    {
        _news.Changed(ScreenStatus.Available);
        Assert.Empty(_face.Remarks);

        _news.Changed(ScreenStatus.Unavailable);
        _news.Changed(ScreenStatus.Available);

        Assert.Contains("can't see this screen any more", _face.Remarks[0], StringComparison.Ordinal);
        Assert.Contains("see this screen again", _face.Remarks[1], StringComparison.Ordinal);
        Assert.Equal("screen", Assert.Single(_recorded).Part);
    }

    [Fact]
    public void A_display_that_flickers_doesnt_fill_the_log()
    {
        for (var flicker = 0; flicker < 100; flicker++)
        {
            _news.Changed(ScreenStatus.Failed);
            _news.Changed(ScreenStatus.Available);
            _time.Advance(ScreenNews.RecordEvery / 20);
        }

        Assert.Equal(200, _face.Remarks.Count);
        Assert.Equal(5, _recorded.Count);
    }
}
