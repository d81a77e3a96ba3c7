namespace Orchestrator.PluginHosting.Tests.Events;

public sealed class AskedForTests
{
    private readonly AskedFor<string> asking = new();

    [Fact]
    public void What_comes_by_itself_has_nobody()
    {
        using var other = asking.Asked("audit.file", "petra");

        Assert.Null(asking.By("audit.sqlite"));
    }

    [Fact]
    public void Of_two_who_ask_each_is_named_in_his_turn()
    {
        var first = asking.Asked("audit.file", "petra");
        var second = asking.Asked("audit.file", "anna");
        Assert.Equal("petra", asking.By("audit.file"));

        first.Dispose();
        Assert.Equal("anna", asking.By("audit.file"));

        second.Dispose();
        Assert.Null(asking.By("audit.file"));
    }
}
