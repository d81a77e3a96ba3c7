using System.Text;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders.Tests.Settings;

public sealed class JsonSchemaCheckTests
{
    private const string Schema = """
        {"type":"object","required":["server"],"additionalProperties":false,
         "properties":{"server":{"type":"string","minLength":1},"ports":{"type":"array","items":{"type":"integer","maximum":65535}}}}
        """;

    [Theory]
    [InlineData("""{"server":"db.example"}""")]
    [InlineData("""{"server":"db.example","ports":[1,65535]}""")]
    public void What_fits_fits(string settings) => Assert.Null(Check(Schema, settings));

    [Theory]
    [InlineData("", "")]
    [InlineData("{}", "")]
    [InlineData("[]", "")]
    [InlineData("""{"server":7}""", "/server")]
    [InlineData("""{"server":""}""", "/server")]
    [InlineData("""{"server":"db","ports":[1,65536]}""", "/ports/1")]
    [InlineData("""{"server":"db","sever":"db"}""", "/sever")]
    [InlineData("""{"server":"a","server":"b"}""", "")]
    [InlineData("""{"server":""", "")]
    public void What_does_not_fit_is_told_with_its_place(string settings, string place)
    {
        var flaw = Check(Schema, settings);

        Assert.NotNull(flaw);
        Assert.Equal(place, flaw.Place);
        Assert.NotEmpty(flaw.Problem);
        Assert.DoesNotContain('\n', flaw.Problem);
    }

    [Fact]
    public void A_schema_may_refer_to_itself_and_to_nothing_else()
    {
        Assert.Null(Check("""{"$defs":{"name":{"type":"string"}},"properties":{"a":{"$ref":"#/$defs/name"}}}""", """{"a":"x"}"""));
        Assert.Equal("/a", Check("""{"$defs":{"name":{"type":"string"}},"properties":{"a":{"$ref":"#/$defs/name"}}}""", """{"a":1}""")!.Place);
        Assert.NotNull(Check("""{"properties":{"a":{"$ref":"https://schema.example/name"}}}""", """{"a":1}"""));
    }

    private static SettingsFlaw? Check(string schema, string settings) =>
        JsonSchemaCheck.Instance.Check(Encoding.UTF8.GetBytes(schema), Encoding.UTF8.GetBytes(settings));
}
