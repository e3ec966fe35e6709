namespace Azure.Data.Tables.Query;

/// <summary>The answer about a row that does not exist.</summary>
internal sealed class NoValue<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T? Value => throw new InvalidOperationException("The row does not exist; ask HasValue first.");

    public override Response GetRawResponse() => response;
}
