using System.Text;
using System.Text.Json;
using CsCheck;

namespace Orchestrator.PluginFolders.Tests.Control;

/// <summary>The lines of the control socket: read strictly, and refused with a sentence that says what is wrong.</summary>
public sealed class ControlCodecTests
{
    public static TheoryData<ControlRequest> Requests =>
    [
        new ControlRequest(ControlCommand.List),
        new ControlRequest(ControlCommand.Load, "audit.file"),
        new ControlRequest(ControlCommand.Activate, "audit.web-hook", new Version(1, 2, 3), Encoding.UTF8.GetBytes("""{"url":"x"}"""), IsRequired: true),
        new ControlRequest(ControlCommand.Reload, "audit.file", IsRequired: true),
        new ControlRequest(ControlCommand.Drain, "audit.file"),
        new ControlRequest(ControlCommand.Move, "audit.file"),
        new ControlRequest(ControlCommand.Unload, "audit.file"),
        new ControlRequest(ControlCommand.RollBack, "audit.file"),
    ];

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_comes_back_as_it_was(ControlRequest request)
    {
        var read = ControlCodec.ReadRequest(ControlCodec.Write(request));

        Assert.Equal(request with { Settings = null }, read with { Settings = null });
        Assert.Equal(request.Settings is null, read.Settings is null);
        Assert.Equal(request.Settings.GetValueOrDefault().ToArray(), read.Settings.GetValueOrDefault().ToArray());
    }

    [Fact]
    public void An_answer_comes_back_as_it_was()
    {
        ControlRow[] rows = [new("audit.file", "audit", "2.0.0", 3, "active", 1, ""), new("/plugins/odd", null, null, 0, "refused", 0, "It has no plugin.json.")];
        var answer = new ControlAnswer(true, "Done, \"so\" to say.") { Plugins = [.. rows] };

        var read = ControlCodec.ReadAnswer(ControlCodec.Write(answer));

        Assert.Equal((true, answer.Sentence), (read.IsDone, read.Sentence));
        Assert.Equal(rows, read.Plugins!.Value.ToArray());
        Assert.Null(ControlCodec.ReadAnswer(ControlCodec.Write(new ControlAnswer(false, "No."))).Plugins);
    }

    [Theory]
    [InlineData("", "isn't one JSON object")]
    [InlineData("null", "The request is empty.")]
    [InlineData("[]", "isn't one JSON object")]
    [InlineData("{", "isn't one JSON object")]
    [InlineData("{}", "isn't one JSON object")]
    [InlineData("{\"command\":7}", "isn't one JSON object")]
    [InlineData("{\"command\":\"list\"} {}", "isn't one JSON object")]
    [InlineData("{\"command\":\"list\",\"command\":\"list\"}", "isn't one JSON object")]
    [InlineData("{\"command\":\"list\",\"colour\":\"red\"}", "isn't one JSON object")]
    [InlineData("{\"command\":\"List\"}", "there is no command \"List\"")]
    [InlineData("{\"command\":\"\\u001b[2J\"}", "there is no command \" [2J\"")]
    [InlineData("{\"command\":\"list\",\"id\":\"audit.file\"}", "\"list\" takes no \"id\"")]
    [InlineData("{\"command\":\"drain\"}", "\"drain\" needs the \"id\"")]
    [InlineData("{\"command\":\"drain\",\"id\":\"../audit\"}", "\"id\" must be")]
    [InlineData("{\"command\":\"drain\",\"id\":\"\"}", "\"id\" must be")]
    [InlineData("{\"command\":\"drain\",\"id\":\"audit.file\",\"version\":\"1.0.0\"}", "\"drain\" takes no \"version\"")]
    [InlineData("{\"command\":\"move\",\"id\":\"audit.file\",\"settings\":{}}", "\"move\" takes no \"settings\"")]
    [InlineData("{\"command\":\"load\",\"id\":\"audit.file\",\"required\":true}", "\"load\" takes no \"required\"")]
    [InlineData("{\"command\":\"load\",\"id\":\"audit.file\",\"version\":\"1.0\"}", "three numbers")]
    [InlineData("{\"command\":\"load\",\"id\":\"audit.file\",\"version\":\"01.0.0\"}", "three numbers")]
    [InlineData("{\"command\":\"load\",\"id\":\"audit.file\",\"settings\":[]}", "\"settings\" must be an object")]
    [InlineData("{\"command\":\"load\",\"id\":\"audit.file\",\"settings\":{\"a\":1,\"a\":2}}", "isn't one JSON object")]
    public void What_is_wrong_with_a_request_is_said(string line, string sentence)
    {
        var refused = Assert.Throws<ControlException>(() => ControlCodec.ReadRequest(Encoding.UTF8.GetBytes(line)));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', refused.Message);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_may_not_be_nested_without_end()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40);

        Assert.Throws<ControlException>(() => ControlCodec.ReadRequest(Encoding.UTF8.GetBytes($$"""{"command":"load","id":"audit.file","settings":{{deep}}}""")));
    }

    [Fact]
    public void Whatever_comes_is_a_request_or_a_sentence() =>
        Gen.Byte.Array[0, 200].Select(Gen.Bool, (noise, isWrapped) => isWrapped ? [.. "{\"command\":\"load\",\"id\":\""u8, .. noise, .. "\"}"u8] : noise).Sample(line =>
        {
            try
            {
                return ControlCodec.ReadRequest(line) is not null;
            }
            catch (ControlException refused)
            {
                return refused.Message.Length > 0;
            }
        });

    [Fact]
    public void An_answer_of_an_unknown_outcome_is_none() =>
        Assert.Throws<ControlException>(() => ControlCodec.ReadAnswer(JsonSerializer.SerializeToUtf8Bytes(new { outcome = "perhaps", sentence = "x" })));
}
