using System.Reflection;
using Orchestrator.Abstractions;

namespace Orchestrator.Architecture.Contract;

/// <summary>A plugin's author has the contract's documentation and nothing else.</summary>
public sealed class ContractDocumentationTests
{
    private static readonly Assembly Contract = typeof(IPlugin).Assembly;

    private readonly ContractDocumentation documentation = ContractDocumentation.Read(Contract);

    [Fact]
    public void Every_public_member_has_a_summary()
    {
        Assert.Empty(ContractDocumentation.Written(Contract).Where(member => documentation.Text(member, "summary").Length == 0).Select(Sentence));
    }

    [Fact]
    public void Every_parameter_of_a_method_is_explained()
    {
        Assert.Empty(Methods().SelectMany(method => documentation.Unexplained(method).Select(parameter => $"{Sentence(method)}: {parameter}")));
    }

    [Fact]
    public void Every_method_that_can_be_cancelled_says_its_budget()
    {
        var cancellable = Methods().Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken))).ToArray();

        Assert.True(cancellable.Length > 15);
        Assert.Empty(cancellable.Where(method => !documentation.Text(method, "summary").Contains("Budget: ", StringComparison.Ordinal)).Select(Sentence));
    }

    [Fact]
    public void Every_method_that_can_be_cancelled_takes_its_token_last()
    {
        Assert.Empty(Methods().Where(method => method.GetParameters().SkipLast(1).Any(parameter => parameter.ParameterType == typeof(CancellationToken))).Select(Sentence));
    }

    [Fact]
    public void A_member_without_a_word_is_seen()
    {
        Assert.Empty(documentation.Text(GetType(), "summary"));
        Assert.Equal(["first"], documentation.Unexplained(GetType().GetMethod(nameof(Undocumented), BindingFlags.NonPublic | BindingFlags.Static)!));
    }

    private static void Undocumented(int first) => _ = first;

    private static IEnumerable<MethodInfo> Methods() => ContractDocumentation.Written(Contract).OfType<MethodInfo>();

    private static string Sentence(MemberInfo member) => $"{member.DeclaringType?.Name}.{member.Name}";
}
